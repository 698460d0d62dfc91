"""The floor of browsers, Android WebView 80 and iOS 14: what our scripts must not write, since such
a browser would run nothing of a file with unknown syntax, and stop at an unknown function.

Wagtail's editor needs a newer browser anyway; the scripts that stand in it are not asked.
"""

import re
from pathlib import Path

import pytest

from scripts import build_css

STATIC = build_css.CSS_DIR.parent
SCRIPTS = sorted(
    path for path in (STATIC / "js").glob("*.js") if not path.name.startswith("editor-")
)
# The map of a report is on the road from photo to case.
ON_THE_ROAD = [*SCRIPTS, STATIC / "vendor" / "leaflet-1.9.4" / "leaflet.js"]

# What, how it looks, and the first Chrome and Safari that know it.
NEWER = {
    "logical assignment (85, 14)": r"(?:\?\?|\|\||&&)=",
    "await outside of a function (89, 15)": r"(?m)^(?=\S)[^\n{(]*\bawait\b",
    "private members (84, 15)": r"(?m)\bthis\.#|^\s+(?:static )?#\w+\s*[=(;]",
    "static fields and blocks (94, 16.4)": r"(?m)^\s+static\s*(?:\{|\w+\s*[=;])",
    "looking behind in patterns (62, 16.4)": r"\(\?<[=!]",
    "export * as (72, 14.1)": r"\bexport \* as\b",
    "at (92, 15.4)": r"\.at\(",
    "findLast (97, 15.4)": r"\.findLast(?:Index)?\(",
    "copying array functions (110, 16)": r"\.(?:toSorted|toReversed|toSpliced|with)\(",
    "replaceAll (85, 13.1)": r"\.replaceAll\(",
    "groupBy (117, 17.4)": r"\b(?:Object|Map)\.groupBy\(",
    "hasOwn (93, 15.4)": r"\bObject\.hasOwn\(",
    "structuredClone (98, 15.4)": r"\bstructuredClone\(",
    "AbortSignal.timeout, any (103, 16)": r"\bAbortSignal\.(?:timeout|any)\b",
    "listeners that end by a signal (88, 15)": r"addEventListener\([^;]*\bsignal\b",
    "Promise.any, withResolvers (85, 14)": r"\bPromise\.(?:any|withResolvers|try)\(",
    "inert (102, 15.5)": r"\.inert\b|\"inert\"",
    "popovers (114, 17)": r"\.(?:show|hide|toggle)Popover\(",
    "OffscreenCanvas (69, 16.4)": r"\bOffscreenCanvas\b",
    ":has, :is, :where in a selector (88, 14)": r"[\"'`][^\"'`\n]*:(?:has|is|where)\(",
}
# Written all the same, in a file that asks first whether the browser knows it.
ASKED_FIRST = {
    "crypto.randomUUID": ("uploads.js", "if (crypto.randomUUID)"),
    "createImageBitmap": ("uploads-prepare.js", "if (!window.createImageBitmap) return null;"),
    ".showModal": ("ghost.js", "if (!this.dialog.showModal) return false;"),
}
MENDED = ("replaceChildren", "requestSubmit", "fetchWithin")
"""Given by floor.js to the scripts that import it."""


def code(path: Path) -> str:
    """A script without its comments."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"(?m)(?:^|\s)//.*$", "", text)


@pytest.mark.parametrize("path", ON_THE_ROAD, ids=lambda path: path.name)
def test_no_script_is_written_for_newer_browsers_only(path: Path) -> None:
    found = {name: re.search(pattern, code(path)) for name, pattern in NEWER.items()}
    assert {name: match.group() for name, match in found.items() if match} == {}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_the_floor_lacks_is_imported_or_asked_for_first(path: Path) -> None:
    text = code(path)
    if path.name != "floor.js" and any(name in text for name in MENDED):
        assert re.search(r'import (?:\{[^}]+\} from )?"\./floor\.js"', text)
    for name, (where, question) in ASKED_FIRST.items():
        if name in text:
            assert path.name == where
            assert question in text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("logical assignment (85, 14)", "opened ??= new Promise();"),
        ("await outside of a function (89, 15)", "const record = await kept();"),
        ("private members (84, 15)", "return this.#count;"),
        ("at (92, 15.4)", "mine.at(-1).batch"),
        ("findLast (97, 15.4)", "firsts.findLastIndex((first) => first)"),
        ("replaceAll (85, 13.1)", 'time.replaceAll(":", ".")'),
        ("AbortSignal.timeout, any (103, 16)", "signal: AbortSignal.timeout?.(5)"),
        (":has, :is, :where in a selector (88, 14)", 'root.querySelector("a:has(b)")'),
    ],
)
def test_the_table_knows_what_it_names(name: str, line: str) -> None:
    assert re.search(NEWER[name], line)
