"""The corpus of odd files in Chromium, in LibreOffice and here; run by hand, seldom.

    python scripts/compare_odd_files.py docs/odd-files.md

Needs chromium and soffice. LibreOffice "opens" a file where it writes what it read of it.
"""

import base64
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from tests.odd_files.excel import EXCEL  # noqa: E402 - they need what is set above
from tests.odd_files.pictures import PICTURES  # noqa: E402
from tests.odd_files.reading import of_picture, of_word, of_workbook  # noqa: E402
from tests.odd_files.word import WORD  # noqa: E402

LOOK = """async (address) => {
  const image = new Image();
  image.src = address;
  try { await image.decode(); } catch { return "does not open"; }
  return `opens, ${image.naturalWidth} × ${image.naturalHeight}`;
}"""
OFFICE = {"word": "txt:Text", "excel": "ods"}
CONTROLS = {"txt:Text": "plain.docx", "ods": "plain.xlsx"}
"""A file of each kind with nothing odd in it, which must open."""


def in_chromium(files: dict[str, bytes]) -> tuple[str, dict[str, str]]:
    """Its version, and by name what it makes of each picture."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        seen = {
            name: str(page.evaluate(LOOK, "data:;base64," + base64.b64encode(data).decode()))
            for name, data in files.items()
        }
        version = browser.version
        browser.close()
    return version, seen


def in_office(files: dict[str, bytes], written: str, folder: Path) -> dict[str, str]:
    """All in one process, in folders of its own."""
    came, went = folder / f"in-{written[:3]}", folder / f"out-{written[:3]}"
    came.mkdir()
    # A name of two words, or without an extension, must not decide.
    paths = {name: came / f"{at}-{name.replace(' ', '-')}" for at, name in enumerate(files)}
    for name, data in files.items():
        paths[name].write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", written, "--outdir", str(went)]
    subprocess.run(
        [*command, *map(str, paths.values())], timeout=150, check=False, stdout=subprocess.DEVNULL
    )
    ending = written[:3]
    control = paths[CONTROLS[written]]
    if not (went / f"{control.stem}.{ending}").exists():
        # Without its part for sheets LibreOffice opens nothing, which says nothing of a file.
        return dict.fromkeys(files, "not compared: this part of LibreOffice is not installed")
    return {
        name: "opens" if (went / f"{path.stem}.{ending}").exists() else "does not open"
        for name, path in paths.items()
    }


def main(target: Path) -> None:
    made = {
        kind: {name: make() for name, make in files.items()}
        for kind, files in (("pictures", PICTURES), ("word", WORD), ("excel", EXCEL))
    }
    here = {
        **{("pictures", name): of_picture(data) for name, data in made["pictures"].items()},
        **{("word", name): of_word(data, name) for name, data in made["word"].items()},
        **{("excel", name): of_workbook(data) for name, data in made["excel"].items()},
    }
    chromium, seen = in_chromium(made["pictures"])
    office = subprocess.check_output(["soffice", "--version"], text=True).split("(")[0].strip()
    there = {("pictures", name): what for name, what in seen.items()}
    with tempfile.TemporaryDirectory() as folder:
        for kind, written in OFFICE.items():
            found = in_office(made[kind], written, Path(folder))
            there |= {(kind, name): what for name, what in found.items()}
    lines = [
        "# Odd files",
        "",
        "Made by `tests/odd_files`, set side by side by `scripts/compare_odd_files.py` on "
        f"{dt.date.today():%d/%m/%Y}",
        f"with Chromium {chromium} and {office}. LibreOffice opens what it writes again.",
        "`tests/odd_files/test_odd_files.py` holds the last column.",
    ]
    for kind, files in made.items():
        program = "Chromium" if kind == "pictures" else "LibreOffice"
        lines += ["", f"## {kind.title()}", "", f"| File | {program} | Here |", "|---|---|---|"]
        lines += [f"| {name} | {there[kind, name]} | {here[kind, name]} |" for name in files]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
