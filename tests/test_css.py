"""The committed style sheet is what its sources say, and stays within its budget."""

import gzip
from pathlib import Path

from scripts import build_css


def test_style_sheet_is_up_to_date() -> None:
    assert build_css.TARGET.read_text(encoding="utf-8") == build_css.build()


def test_every_source_file_is_in_a_layer() -> None:
    named = {name for names in build_css.LAYERS.values() for name in names}
    assert {path.stem for path in (build_css.CSS_DIR / "src").glob("*.css")} == named


SCRIPTS = build_css.CSS_DIR.parent / "js"
# Every page has the first two; a page of a report also shows a pair and a line to share.
ON_A_PAGE = ("preferences", "portal", "compare", "share")


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_budget_of_css_and_javascript() -> None:
    assert gzipped(build_css.TARGET) < 20_000
    assert sum(gzipped(SCRIPTS / f"{name}.js") for name in ON_A_PAGE) < 10_000
    assert {
        path.name: gzipped(path) for path in SCRIPTS.glob("*.js") if gzipped(path) > 10_000
    } == {}
