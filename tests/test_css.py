"""The committed style sheet is what its sources say, and stays within its budget."""

import gzip
import re
from pathlib import Path

import pytest

from scripts import build_css, floor_css


@pytest.mark.parametrize("bundle", build_css.BUNDLES, ids=lambda bundle: bundle.target)
def test_style_sheet_is_up_to_date(bundle: build_css.Bundle) -> None:
    assert bundle.file.read_text(encoding="utf-8") == build_css.build(bundle)


def test_the_flat_sheet_of_old_browsers_is_up_to_date() -> None:
    assert build_css.FLOOR.read_text(encoding="utf-8") == build_css.build_floor()


@pytest.mark.parametrize("name", ["floor.css", "map.css"])
def test_old_browsers_know_every_word_of_their_sheets(name: str) -> None:
    newer = (
        r"@(?:layer|container|scope)|:(?:is|where|has)\(|:focus-visible|:not\([^()]*,|"
        r"\binset:|(?:margin|padding|border)-(?:inline|block):|\(width [<>]|\ddvh|"
        r"light-dark|color-mix|^\s*(?:translate|rotate|scale):|&"
    )
    text = (build_css.CSS_DIR / name).read_text(encoding="utf-8")
    assert re.findall(newer, re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), re.MULTILINE) == []


def test_rules_are_said_in_words_that_old_browsers_know() -> None:
    rule = ".a :is(b, .c):not(.d, .e),\n.f:has(g) {\ninset: 0 auto;\nmargin-inline: auto;\n}"
    assert floor_css.flat(rule).splitlines() == [
        *(".a b:not(.d):not(.e),", ".a .c:not(.d):not(.e) {"),
        *("top: 0;", "right: auto;", "bottom: 0;", "left: auto;"),
        *("margin-left: auto;", "margin-right: auto;", "}"),
    ]
    assert "@media (max-width: 39.99rem) {" in floor_css.flat("@media (width < 40rem) {\na {\n}\n}")
    assert floor_css.flat("@container (width > 1rem) {\na {\ntop: 0;\n}\n}") == ""


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
