"""docs/install.md and docs/systemd/: the guide is followed block by block, in a folder."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import get_commands

from bench.servers import free_port, running
from tests.databases import SQLite
from tests.front import NAME, nginx_front

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


# --- the guide, followed -------------------------------------------------------------------------

# What only root may do, and what would reach out. `git clone` copies what the test has prepared.
INSTEAD = {
    **dict.fromkeys(("apt-get", "adduser", "systemctl", "certbot", "nginx", "createuser"), ":"),
    "createdb": ":",
    "id": "echo portal",
    "runuser": 'shift 3; exec "$@"',
    "git": 'for last; do :; done; cp -a "$SOURCE" "$last"; touch "$last/.venv/runtime.stamp"',
    "install": """
        for word; do shift
          case $word in -o|-g) skip=1;; *) [ "${skip:-}" ] || set -- "$@" "$word"; skip=;; esac
        done
        exec /usr/bin/install "$@" """,
}
BY_HAND = ("portal-manage createsuperuser", "curl ")
PLACES = ("/opt/portal", "/etc/portal", "/etc/nginx", "/etc/systemd", "/srv/portal")
PLACES += ("/usr/local/bin", "/var/cache/nginx")
LEFT_OUT = (".git", ".venv", "var", "media", "tests", "__pycache__", ".mypy_cache", ".ruff_cache")


def in_folder(text: str, folder: Path) -> str:
    for place in PLACES:
        text = text.replace(place, f"{folder}{place}")
    return text


@dataclass
class Installed:
    """A server below `folder`, whose programs find `environment`."""

    folder: Path
    environment: dict[str, str]

    def run(self, script: str) -> None:
        done = subprocess.run(
            ["sh", "-euc", in_folder(script, self.folder)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Every block of the guide has been run, in its order. The database is SQLite, as migrated for
    the tests, which spares half a minute."""
    folder = tmp_path_factory.mktemp("server")
    for place in (*PLACES, "/etc/nginx/conf.d", "/etc/systemd/system", "/instead"):
        (folder / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for name, body in INSTEAD.items():
        program = folder / "instead" / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (source / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (source / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    path = f"{folder}/instead:{folder}/usr/local/bin:{os.environ['PATH']}:/usr/sbin"
    environment = {"PATH": path, "SOURCE": str(source), "NAME": NAME, "HOME": str(folder)}
    server = Installed(folder, environment)
    database = folder / "srv" / "portal" / "that.sqlite3"
    for block in BLOCKS:
        if "portal-manage migrate" in block and not database.exists():
            shutil.copy(SQLite.kept(), database)
            manage = folder / "usr" / "local" / "bin" / "portal-manage"
            manage.write_text(in_folder(manage.read_text(), folder))
            env = folder / "etc" / "portal" / "portal.env"
            address = f"DATABASE_URL='sqlite:///{database}'"
            text = in_folder(env.read_text(), folder)
            env.write_text(re.sub(r"^DATABASE_URL=.*", address, text, flags=re.MULTILINE))
        if not block.startswith(BY_HAND):
            server.run(block)
    return server


def test_the_guide_leads_to_a_release_that_can_be_taken_back(installed: Installed) -> None:
    opt = installed.folder / "opt" / "portal"
    assert {release.name for release in (opt / "releases").iterdir()} == {"1", "2"}
    # The last block is the way back.
    assert (opt / "current").resolve() == (opt / "releases" / "1").resolve()
    env = installed.folder / "etc" / "portal" / "portal.env"
    assert env.stat().st_mode & 0o777 == 0o640
    assert re.search(r"^SECRET_KEY='[0-9a-f]{64}'$", env.read_text(), re.MULTILINE)
    assert (installed.folder / "srv" / "portal").stat().st_mode & 0o777 == 0o750
    assert (installed.folder / "srv" / "portal" / "static" / "errors" / "502.html").is_file()


@pytest.mark.program("nginx")
def test_what_was_installed_serves_through_nginx(installed: Installed, tmp_path: Path) -> None:
    """The very command of the unit, behind the file of the guide, with production's settings."""
    environment = dict(installed.environment)
    env = installed.folder / "etc" / "portal" / "portal.env"
    for line in env.read_text().splitlines():
        if line and not line.startswith("#"):
            name, value = line.split("=", 1)
            environment[name] = value.strip("'")
    installed.environment["DJANGO_SUPERUSER_PASSWORD"] = "cau-long-bien-1902"
    installed.run("portal-manage createsuperuser --noinput --username quantri --full_name Mẫu")
    port = free_port()
    start = in_folder(service(SYSTEMD / "portal-web.service")["ExecStart"], installed.folder)
    command = [*shlex.split(start), "--bind", f"127.0.0.1:{port}"]
    var = installed.folder / "srv" / "portal"
    here = installed.folder / "opt" / "portal" / "current"
    with (
        running(command, port, environment=environment, folder=here),
        nginx_front(tmp_path, var=var, app_port=port) as front,
    ):
        home = [front.ask("/") for _ in range(2)]
        health = front.ask("/healthz")
        long_address = front.ask("/tim-kiem/?q=" + "%C4%91" * 1200)
        style = re.search(r'href="(/static/css/portal\.[0-9a-f]{12}\.css)"', home[0].text)
        assert style is not None
        sheet = front.ask(style[1], Accept_Encoding="gzip")
    assert [answer.status for answer in home] == [200, 200]
    assert home[1].headers["X-Cache"] == "HIT"
    assert home[0].headers.get_all("Strict-Transport-Security") == [
        "max-age=31536000; includeSubDomains; preload"
    ]
    # Neither the worker nor the clock runs here.
    assert health.status == 503
    assert '"database": {"ok": true' in health.text
    # gunicorn takes it too: it is the portal that says, in Vietnamese, that this is too much.
    assert 'lang="vi"' in long_address.text
    assert sheet.headers["Content-Encoding"] == "gzip"
    assert sheet.headers["Cache-Control"].endswith("immutable")
