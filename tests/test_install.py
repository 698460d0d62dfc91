"""docs/install.md and docs/systemd/: the files are sound, and what they name is there."""

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from bench.servers import free_port, running

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "install.md").read_text()
SYSTEMD = ROOT / "docs" / "systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


def service(unit: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(unit.read_text())
    return parser["Service"]


def example() -> dict[str, str]:
    """portal.env as the shell reads it, and systemd too: one value a line, in single quotes."""
    lines = (SYSTEMD / "portal.env").read_text().splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Z_]+='[^']*'", line) for line in kept)
    return {name: value.strip("'") for name, value in (line.split("=", 1) for line in kept)}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_started_again_and_has_a_limit_of_memory(unit: Path) -> None:
    facts = service(unit)
    assert facts["Restart"] == "always"
    assert re.fullmatch(r"\d+M", facts["MemoryMax"])
    assert facts["User"] == "portal"
    assert facts["ReadWritePaths"] == "/srv/portal"


@pytest.mark.program("systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Their programs stand where the guide puts them, here in a folder of the test."""
    bin_folder = tmp_path / "current" / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name in ("python", "gunicorn"):
        (bin_folder / name).symlink_to("/bin/true")
    copies = []
    for unit in UNITS:
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace("/opt/portal", str(tmp_path)))
        copies.append(str(copy))
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *copies],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "portal-" not in found.stderr, found.stderr
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_a_block_of_the_guide_is_sound_and_names_what_is_there(block: str) -> None:
    subprocess.run(["sh", "-n"], input=block, text=True, check=True)
    for name in re.findall(r"portal-manage (\w+)", block):
        assert name in get_commands(), name
    for name in re.findall(r"/opt/portal/current/(docs/[\w./-]+)", block):
        folder = (ROOT / name).parent
        assert list(folder.glob(f"{Path(name).name}*")), name


def test_the_example_names_all_that_is_required_and_nothing_unknown() -> None:
    table = (ROOT / "README.md").read_text()
    known = set(re.findall(r"`([A-Z_]+)`", table))
    required = set(re.findall(r"^\| `([A-Z_]+)` \| yes \|", table, re.MULTILINE))
    assert required <= example().keys() <= known
    assert example()["DJANGO_SETTINGS_MODULE"] == "portal.settings.production"
    conf = (ROOT / "docs" / "nginx.conf").read_text()
    assert f"location ^~ {example()['PRIVATE_ACCEL_PREFIX']}/ {{" in conf


def test_the_web_unit_serves_with_the_environment_of_the_guide(tmp_path: Path) -> None:
    """Its very command, on an empty database: it answers, and says what is not well."""
    environment = {
        name: value.replace("/srv/portal", str(tmp_path)) for name, value in example().items()
    } | {"SECRET_KEY": "0123456789abcdef" * 4, "DATABASE_URL": f"sqlite:///{tmp_path}/that.sqlite3"}
    program, *arguments = shlex.split(service(SYSTEMD / "portal-web.service")["ExecStart"])
    assert program == "/opt/portal/current/.venv/bin/gunicorn"
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *arguments, "--bind", f"127.0.0.1:{port}"]
    asked = ["curl", "--silent", "--header", "Host: portal.example"]
    secure = [*asked, "--header", "X-Forwarded-Proto: https"]
    with running(command, port, environment={**os.environ, **environment}):
        plain = subprocess.run(
            [*asked, "-o", "/dev/null", "-w", "%{redirect_url}", f"http://127.0.0.1:{port}/"],
            capture_output=True,
            text=True,
            check=True,
        )
        healthy = subprocess.run(
            [*secure, "-D", "-", f"http://127.0.0.1:{port}/healthz"],
            capture_output=True,
            text=True,
            check=True,
        )
    assert plain.stdout == "https://portal.example/"
    assert healthy.stdout.startswith("HTTP/1.1 503")
    assert '"database": {"ok": true}' in healthy.stdout
    assert "Strict-Transport-Security" in healthy.stdout
