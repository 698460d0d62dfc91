"""Joins static/css/src/*.css into static/css/portal.css, so that a page asks for one file.

No build step runs on a server: the result is committed, and tests/test_css.py holds it to its
sources. Each source file states one concern and is put into the cascade layer named here.
"""

import re
from pathlib import Path

CSS_DIR = Path(__file__).resolve().parents[1] / "static" / "css"
TARGET = CSS_DIR / "portal.css"

LAYERS = {
    "reset": ("reset",),
    "tokens": ("fonts", "tokens"),
    "base": ("base",),
    "layout": ("layout", "header", "footer", "front", "article", "errors"),
    "components": (
        "actions",
        "cards",
        "navigation",
        "forms",
        "documents",
        "search",
        "notices",
        "people",
        "blocks",
        "compare",
        "cases",
        "gallery",
        "charts",
        "numbers",
        "map",
        "work",
        "notes",
        "district",
        "ward",
        "uploads",
        "post",
        "reading",
        "memories",
        "campaign",
    ),
    "utilities": ("utilities",),
    "print": ("print", "campaign-print"),
}


def squeeze(css: str) -> str:
    """CSS without comments and indentation; the sources stand one folder deeper."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*\n\s*", "\n", css).strip()
    return css.replace('url("../../', 'url("../')


def build() -> str:
    """The whole style sheet."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer, names in LAYERS.items():
        rules = "\n".join(
            squeeze((CSS_DIR / "src" / f"{name}.css").read_text(encoding="utf-8")) for name in names
        )
        parts.append(f"@layer {layer} {{\n{rules}\n}}")
    return "/* Made by scripts/build_css.py; edit src/ instead. */\n" + "\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
