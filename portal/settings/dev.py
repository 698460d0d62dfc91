"""Development on one machine: SQLite under var/, plain HTTP, the style page and errors shown."""

import os
from pathlib import Path

VAR = Path(os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parents[2] / "var")))
VAR.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("SECRET_KEY", "development-key-that-protects-nothing-beyond-this-machine")
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / 'portal.sqlite3'}")

from .base import *

DEBUG = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The demo accounts share one published password, so they exist where this is true and nowhere else.
DEMO_ALLOWED = True
