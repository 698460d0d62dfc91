"""Joins the style sheets of static/css/src/ and src-school/ into one file each.

Every page asks for portal.css; a page of a school's portal asks for school.css as well. No build
step runs on a server: the results are committed, and tests/test_css.py holds them to their sources.
Each source file states one concern and is put into the cascade layer named here.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts import floor_css

CSS_DIR = Path(__file__).resolve().parents[1] / "static" / "css"


@dataclass(frozen=True)
class Bundle:
    """`layers` are the files of the folder `source` by cascade layer; they become `target`."""

    source: str
    target: str
    layers: dict[str, tuple[str, ...]]

    @property
    def folder(self) -> Path:
        return CSS_DIR / self.source

    @property
    def file(self) -> Path:
        return CSS_DIR / self.target


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
    "print": ("print", "campaign-print", "reading-print"),
}


PORTAL = Bundle("src", "portal.css", LAYERS)
# For the staff of schools alone, so that the public style sheet stays small.
SCHOOL = Bundle(
    "src-school",
    "school.css",
    {
        "components": ("shell", "rich-text", "start", "people", "paper", "albums"),
        "print": ("print",),
    },
)
BUNDLES = (PORTAL, SCHOOL)
FLOOR = CSS_DIR / "floor.css"
"""Both of them, for browsers without layers; `js/preferences.js` puts it into their pages."""


def squeeze(css: str) -> str:
    """CSS without comments and indentation; the sources stand one folder deeper."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*\n\s*", "\n", css).strip()
    return css.replace('url("../../', 'url("../')


def build(bundle: Bundle) -> str:
    """The whole style sheet. All bundles name all layers: they come in one order on a page."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer, names in bundle.layers.items():
        rules = "\n".join(
            squeeze((bundle.folder / f"{name}.css").read_text(encoding="utf-8")) for name in names
        )
        parts.append(f"@layer {layer} {{\n{rules}\n}}")
    edit = f"/* Made by scripts/build_css.py; edit {bundle.source}/ instead. */"
    return edit + "\n" + "\n".join(parts) + "\n"


def build_floor() -> str:
    parts = ["/* Made by scripts/build_css.py; edit src/ and src-school/ instead. */"]
    parts += [
        floor_css.flat(squeeze((bundle.folder / f"{name}.css").read_text(encoding="utf-8")))
        for layer in LAYERS
        for bundle in BUNDLES
        for name in bundle.layers.get(layer, ())
    ]
    # iOS 14 knows no dialogs, and would show one.
    parts.append("dialog:not([open]) {\ndisplay: none;\n}")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    FLOOR.write_text(build_floor(), encoding="utf-8")
    for each in BUNDLES:
        each.file.write_text(build(each), encoding="utf-8")
