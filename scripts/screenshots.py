"""The pictures of README.md: the public pages on a phone and on a desk, light and dark."""

import shutil
import sys
import tempfile
from pathlib import Path

from demo_server import ROOT, running_portal
from playwright.sync_api import sync_playwright

FOLDER = ROOT / "docs" / "screenshots"
ITEM = "Giao ban Ban chỉ đạo công nghệ thông tin"
SHOTS = ((390, "light"), (1440, "dark"))


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("`chromium` is not on the path; no picture was made.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_portal(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, scheme in SHOTS:
            page = browser.new_page(
                base_url=address,
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto("/")
            page.screenshot(path=FOLDER / f"home-{width}-{scheme}.png")
            page.goto("/tim-kiem/?q=giao+ban+cong+nghe+thong+tin")
            page.get_by_role("link", name=ITEM).first.click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"article-{width}-{scheme}.png")
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
