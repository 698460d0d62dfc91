"""The committed style sheet is what its sources say, and stays within its budget."""

import gzip
from pathlib import Path

import pytest

from scripts import build_css


@pytest.mark.parametrize("bundle", build_css.BUNDLES, ids=lambda bundle: bundle.target)
def test_style_sheet_is_up_to_date(bundle: build_css.Bundle) -> None:
    assert bundle.file.read_text(encoding="utf-8") == build_css.build(bundle)


@pytest.mark.parametrize("bundle", build_css.BUNDLES, ids=lambda bundle: bundle.target)
def test_every_source_file_is_in_a_layer(bundle: build_css.Bundle) -> None:
    named = {name for names in bundle.layers.values() for name in names}
    assert {path.stem for path in bundle.folder.glob("*.css")} == named
    assert set(bundle.layers) <= set(build_css.LAYERS)


SCRIPTS = build_css.CSS_DIR.parent / "js"
# Every page has the first two; a page of a report also shows a pair and a line to share.
ON_A_PAGE = ("preferences", "portal", "compare", "share")


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_budget_of_css_and_javascript() -> None:
    assert gzipped(build_css.PORTAL.file) < 20_000
    assert gzipped(build_css.SCHOOL.file) < 10_000
    assert sum(gzipped(SCRIPTS / f"{name}.js") for name in ON_A_PAGE) < 10_000
    assert {
        path.name: gzipped(path) for path in SCRIPTS.glob("*.js") if gzipped(path) > 10_000
    } == {}
