"""Development on one machine: SQLite under var/, plain HTTP, the style page and errors shown.

`manage.py` takes these settings where nothing names others, also in a shell on a server. So they
run on their own database and their own key, and refuse an environment that brings another.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

VAR = Path(os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parents[2] / "var")))
OWN = {
    "DATABASE_URL": f"sqlite:///{VAR / 'portal.sqlite3'}",
    "SECRET_KEY": "development-key-that-protects-nothing-beyond-this-machine",
}
for name, own in OWN.items():
    # Without the value itself: it may hold a password, and ends up in logs.
    if os.environ.setdefault(name, own) != own:
        raise ImproperlyConfigured(
            f"Biến môi trường {name} không phải của bản dùng thử, mà lệnh này đang chạy với cấu "
            "hình phát triển (portal.settings.dev). Đã dừng, chưa thay đổi gì. Trên máy chủ hãy "
            "đặt DJANGO_SETTINGS_MODULE=portal.settings.production; để chạy bản dùng thử, hãy bỏ "
            f"biến này (unset {name})."
        )
VAR.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

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
