"""Copies third-party front-end files from exact npm versions into static/vendor/.

Run it after a version below changes, and commit what it writes: the files themselves, the table
in static/vendor/README.md and the SHA-256 manifest that tests/test_vendor.py holds them to.
npm is asked through its ordinary client, so the registry is whichever that client is set to.
"""

import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR_DIR = Path(__file__).resolve().parents[1] / "static" / "vendor"
MANIFEST = VENDOR_DIR / "MANIFEST.sha256"
README = VENDOR_DIR / "README.md"


@dataclass(frozen=True)
class Package:
    """One npm package: `files` are paths inside it, which land in `<folder>-<version>/`.

    Those below `root` lose it: a style sheet finds its pictures where it looks for them.
    """

    name: str
    version: str
    folder: str
    licence: str
    use: str
    root: str
    files: tuple[str, ...]

    @property
    def target(self) -> str:
        return f"{self.folder}-{self.version}"

    def place(self, name: str) -> str:
        return name.removeprefix(f"{self.root}/")


# The "vietnamese" subset holds the letters with stacked marks, "latin" all others we set.
FONT_FILES = tuple(
    f"files/be-vietnam-pro-{subset}-{weight}-normal.woff2"
    for weight in (400, 600, 700)
    for subset in ("latin", "vietnamese")
)

PACKAGES = (
    Package(
        name="@fontsource/be-vietnam-pro",
        version="5.3.0",
        folder="be-vietnam-pro",
        licence="OFL-1.1",
        use="The typeface of every page",
        root="files",
        files=("LICENSE", *FONT_FILES),
    ),
    Package(
        name="leaflet",
        version="1.9.4",
        folder="leaflet",
        licence="BSD-2-Clause",
        use="Maps, loaded when one comes into view",
        root="dist",
        files=(
            "LICENSE",
            "dist/leaflet.js",
            "dist/leaflet.css",
            # The style sheet names these, and the storage of static files asks for each.
            "dist/images/layers.png",
            "dist/images/layers-2x.png",
            "dist/images/marker-icon.png",
        ),
    ),
    Package(
        name="photoswipe",
        version="5.4.4",
        folder="photoswipe",
        licence="MIT",
        use="Photos over the whole screen, loaded when one is opened",
        root="dist",
        files=("LICENSE", "dist/photoswipe.esm.min.js", "dist/photoswipe.css"),
    ),
    Package(
        name="trix",
        version="2.1.19",
        folder="trix",
        licence="MIT",
        use="Writing with a few marks, on pages of schools that have such a field",
        root="dist",
        # Its own style sheet carries pictures that no policy of ours lets in.
        files=("LICENSE", "dist/trix.esm.min.js"),
    ),
)

# The storage of static files would look for the map, which no reader needs.
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")


def copy_package(package: Package) -> None:
    """Replaces the package's folder by the files of the version named above."""
    target = VENDOR_DIR / package.target
    for old in VENDOR_DIR.glob(f"{package.folder}-[0-9]*"):
        shutil.rmtree(old)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        for name in package.files:
            source = Path(folder) / "package" / name
            copied = target / package.place(name)
            copied.parent.mkdir(exist_ok=True)
            content = source.read_bytes()
            if source.suffix == ".js":
                content = SOURCE_MAP.sub(b"\n", content)
            copied.write_bytes(content)


def manifest_lines() -> list[str]:
    """One line for each vendored file, in the form that `sha256sum --check` reads."""
    ours = {MANIFEST, README}
    files = sorted(path for path in VENDOR_DIR.rglob("*") if path.is_file() and path not in ours)
    return [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(VENDOR_DIR)}"
        for path in files
    ]


def readme() -> str:
    rows = "".join(
        f"| `{p.name}` | {p.version} | {p.licence} | {p.use} | `{p.target}/` |\n" for p in PACKAGES
    )
    return (
        "# Third-party files\n\n"
        "Copied by `scripts/vendor.py` from exact npm versions; each folder holds its licence.\n"
        "Scripts lose the line that names a source map; all else is byte for byte.\n"
        "`MANIFEST.sha256` is checked by `tests/test_vendor.py`. Do not edit by hand.\n\n"
        "| Package | Version | Licence | Use | Folder |\n|---|---|---|---|---|\n" + rows
    )


def main() -> None:
    for package in PACKAGES:
        copy_package(package)
    README.write_text(readme(), encoding="utf-8")
    MANIFEST.write_text("\n".join(manifest_lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
