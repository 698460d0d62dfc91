"""Render the drawn demo scenes to JPEG.

Every `APP/demo/art/NAME.svg` becomes `APP/demo/pictures/NAME.jpg`, as large as the drawing says.
The results are committed, so this runs only after a drawing has changed; loading the demo
needs no browser. Give names to render only those: `python scripts/render_art.py pho-sach`.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / app / "demo" / "art" for app in ("home", "campaigns", "beautiful_city")]
VIEW_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')  # width and height in pixels
QUALITY = 82
LARGEST_SVG = 60 * 1024  # bytes
LARGEST_JPEG = 250 * 1024  # bytes; the demo must stay light to clone


def scenes(names: list[str]) -> list[Path]:
    """The named drawings, or all of them; exits where one does not exist."""
    found = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.svg"))}
    if unknown := sorted(set(names) - set(found)):
        sys.exit(f"No such drawing: {', '.join(unknown)}. There are: {', '.join(found)}.")
    return [found[name] for name in names or found]


def render(page: Page, source: Path) -> Path:
    """Draw one SVG in the browser and save the JPEG; returns where it is."""
    target = source.parent.parent / "pictures" / f"{source.stem}.jpg"
    svg = source.read_text(encoding="utf-8")
    size = VIEW_BOX.search(svg)
    if size is None:
        sys.exit(f"{source.name} does not say how large it is: a viewBox from 0 0 is needed.")
    page.set_viewport_size({"width": int(size[1]), "height": int(size[2])})
    page.set_content(f'<body style="margin:0">{svg}</body>')
    page.screenshot(path=target, type="jpeg", quality=QUALITY)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Render the demo drawings to JPEG.")
    parser.add_argument("names", nargs="*", help="drawings without .svg; all when none is given")
    sources = scenes(parser.parse_args().names)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        listing = "\n".join(f"  {path.name}" for path in sources)
        sys.exit(
            f"Chromium is not installed, so nothing was rendered. Waiting to be drawn:\n{listing}\n"
            "Install it (Debian and Ubuntu: apt install chromium) and run this again."
        )
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        for source in sources:
            target = render(page, source)
            drawn, saved = source.stat().st_size, target.stat().st_size
            print(f"{source.name} {drawn // 1024} KB -> {target.name} {saved // 1024} KB")
            if drawn > LARGEST_SVG or saved > LARGEST_JPEG:
                too_large.append(source.stem)
        browser.close()
    if too_large:
        sys.exit(f"Larger than 60 KB (SVG) or 250 KB (JPEG): {', '.join(too_large)}.")


if __name__ == "__main__":
    main()
