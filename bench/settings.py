"""Production-shaped settings over plain HTTP, for measuring: the portal, or its bare peers."""

import os

os.environ.setdefault("SECRET_KEY", "a-key-that-lives-for-one-run-of-the-measurements")
os.environ.setdefault("SITE_URL", "http://127.0.0.1")

from portal.settings.base import *
from portal.settings.base import STORAGES

ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# Without a manifest of hashed names: collecting the editor's thousands of files takes longer than
# all the measurements.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LOGGING = {"version": 1, "disable_existing_loggers": False}
DEMO_ALLOWED = True

if os.environ.get("BENCH_BARE"):
    MIDDLEWARE: list[str] = []
    ROOT_URLCONF = "bench.bare"
