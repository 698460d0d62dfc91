"""Which database a command may touch, and with which settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_INHERITED = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SECRET_KEY", "SITE_URL", "VAR_DIR"}
REAL = {
    "SECRET_KEY": "a-key-of-a-real-server-" * 3,
    "CODE_KEYS": "a-key-of-tracking-codes-" * 3,
    "SITE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "TRUSTED_PROXIES": "1",
}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def load(settings: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings alone, as the first line of every command."""
    return run("-c", f"import portal.settings.{settings}", **environment)


def test_a_command_without_settings_leaves_another_database_alone(tmp_path: Path) -> None:
    real = tmp_path / "that.sqlite3"
    refused = run(
        "manage.py", "migrate", VAR_DIR=str(tmp_path / "var"), DATABASE_URL=f"sqlite:///{real}"
    )
    assert refused.returncode == 1
    assert not real.exists()
    assert not (tmp_path / "var").exists()
    assert refused.stderr.startswith("Biến môi trường DATABASE_URL không phải của bản dùng thử")
    assert "DJANGO_SETTINGS_MODULE=portal.settings.production" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_refusal_does_not_show_the_password_of_the_database(tmp_path: Path) -> None:
    address = "postgres://portal:mat-khau-that@127.0.0.1:1/portal"
    refused = load("dev", VAR_DIR=str(tmp_path), DATABASE_URL=address)
    assert refused.returncode != 0
    assert "mat-khau-that" not in refused.stderr


def test_the_environment_of_a_server_is_no_development(tmp_path: Path) -> None:
    """Its SQLite may have the name of the demo's own file; its key is its own."""
    own = f"sqlite:///{tmp_path}/portal.sqlite3"
    refused = load("dev", VAR_DIR=str(tmp_path), DATABASE_URL=own, **REAL)
    assert "Biến môi trường SECRET_KEY không phải" in refused.stderr


def test_the_demo_runs_on_its_own_database(tmp_path: Path) -> None:
    own = f"sqlite:///{tmp_path}/portal.sqlite3"
    assert load("dev", VAR_DIR=str(tmp_path)).returncode == 0
    # As the web server, the worker and the clock of `make run` inherit it.
    assert load("dev", VAR_DIR=str(tmp_path), DATABASE_URL=own).returncode == 0


def test_tests_may_be_pointed_at_any_server(tmp_path: Path) -> None:
    address = "postgres://portal@127.0.0.1:1/portal"
    assert load("test", VAR_DIR=str(tmp_path), DATABASE_URL=address).returncode == 0


@pytest.mark.parametrize("folder", [ROOT / "var", None], ids=["of the checkout", "of VAR_DIR"])
def test_a_server_does_not_run_on_the_database_of_the_demo(
    folder: Path | None, tmp_path: Path
) -> None:
    address = f"sqlite:///{folder or tmp_path}/portal.sqlite3"
    refused = load("production", VAR_DIR=str(tmp_path), DATABASE_URL=address, **REAL)
    assert "bản dùng thử" in refused.stderr
    other = f"sqlite:///{folder or tmp_path}/that.sqlite3"
    allowed = load("production", VAR_DIR=str(tmp_path), DATABASE_URL=other, **REAL)
    assert allowed.returncode == 0, allowed.stderr
