"""The committed style sheet is what its sources say, and stays within its budget."""

import gzip

from scripts import build_css


def test_style_sheet_is_up_to_date() -> None:
    assert build_css.TARGET.read_text(encoding="utf-8") == build_css.build()


def test_every_source_file_is_in_a_layer() -> None:
    named = {name for names in build_css.LAYERS.values() for name in names}
    assert {path.stem for path in (build_css.CSS_DIR / "src").glob("*.css")} == named


def test_budget_of_css_and_javascript() -> None:
    scripts = build_css.CSS_DIR.parent / "js"
    assert len(gzip.compress(build_css.TARGET.read_bytes())) < 20_000
    size = sum(len(gzip.compress(path.read_bytes())) for path in scripts.glob("*.js"))
    assert size < 10_000
