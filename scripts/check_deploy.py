"""`manage.py check --deploy` on the production settings, with throw-away secrets, and proof that
the settings refuse to start without each secret and name the one that is missing."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECRETS = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "SITE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "ALLOWED_HOSTS": "portal.example",
    "TRUSTED_PROXIES": "1",
    "CODE_KEYS": secrets.token_urlsafe(60),
}


def manage(*arguments: str, without: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    environment |= {name: value for name, value in SECRETS.items() if name != without}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.production"
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> int:
    failed = 0
    for name in SECRETS:
        refused = manage("check", without=name)
        if refused.returncode == 0 or name not in refused.stderr:
            print(f"The production settings start without {name}, or do not name it.")
            failed = 1
    checked = manage("check", "--deploy", "--fail-level", "WARNING")
    if checked.returncode:
        print(checked.stdout, checked.stderr)
        failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
