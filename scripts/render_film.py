"""Record the demo's short film: a slow look across one drawing, as WebM.

The result is committed, so this runs only after the drawing has changed; loading the demo needs no
browser. There is no sound.
"""

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DEMO = Path(__file__).resolve().parent.parent / "home" / "demo"
SOURCE = DEMO / "art" / "cau-long-bien-binh-minh.svg"
TARGET = DEMO / "films" / "cau-long-bien.webm"
WIDTH, HEIGHT, SECONDS = 640, 360, 8
RECORD = """
async ({svg, width, height, seconds}) => {
  const image = new Image(1600, 1000);
  image.src = "data:image/svg+xml;base64," + svg;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const pen = canvas.getContext("2d");
  const draw = (part) => {
    // From the whole scene to its middle, at the pace of a breath.
    const zoom = 1 + 0.35 * (1 - Math.cos(Math.PI * part)) / 2;
    const wide = width * zoom, high = wide * image.height / image.width;
    pen.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
  };
  draw(0);
  const recorder = new MediaRecorder(canvas.captureStream(15),
    {mimeType: "video/webm;codecs=vp8", videoBitsPerSecond: 500000});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  const start = performance.now();
  recorder.start();
  await new Promise((resolve) => {
    const step = () => {
      const part = (performance.now() - start) / 1000 / seconds;
      draw(Math.min(part, 1));
      part < 1 ? requestAnimationFrame(step) : resolve();
    };
    step();
  });
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
"""


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed (Debian and Ubuntu: apt install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        given = {
            "svg": base64.b64encode(SOURCE.read_bytes()).decode(),
            "width": WIDTH,
            "height": HEIGHT,
            "seconds": SECONDS,
        }
        film = base64.b64decode(browser.new_page().evaluate(RECORD, given))
        browser.close()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(film)
    print(f"{TARGET.name} {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
