"""The vendored files are exactly those that scripts/vendor.py copied."""

from scripts import vendor


def test_every_vendored_file_matches_its_checksum() -> None:
    assert vendor.MANIFEST.read_text(encoding="utf-8").splitlines() == vendor.manifest_lines()


def test_versions_table_and_licences_follow_the_script() -> None:
    assert vendor.README.read_text(encoding="utf-8") == vendor.readme()
    for package in vendor.PACKAGES:
        assert (vendor.VENDOR_DIR / package.target / "LICENSE").is_file()
