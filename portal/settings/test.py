"""Tests: quick password hashing, tasks run at once, files in a folder that is thrown away."""

import os
import tempfile
from pathlib import Path

# Each worker of a parallel run has a folder of its own: the revision of the site stands in a file.
VAR = Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="portal-test-"))
VAR /= os.environ.get("PYTEST_XDIST_WORKER", "main")
(VAR / "static").mkdir(parents=True, exist_ok=True)
os.environ["VAR_DIR"] = str(VAR)
os.environ.setdefault("SECRET_KEY", "test-only-key-that-protects-nothing-at-all-in-any-place")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / 'test.sqlite3'}")
# What a worker has inherited is the folder of the process that started it.
if "PYTEST_XDIST_WORKER" in os.environ or "MEDIA_ROOT" not in os.environ:
    os.environ["MEDIA_ROOT"] = str(VAR / "media")

from .base import *

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
JOBS_IN_CHILDREN = False  # another process would not see the transaction of the test
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A test asks the page itself; those of the page cache turn it on.
PAGE_CACHE_SECONDS = 0
# A machine that runs tests is busy; those of a photo that waits set it to 0.
PICTURE_PATIENCE = 60.0
DEMO_ALLOWED = True
INSTALLED_APPS += ["zeal"]  # finds a statement repeated for each row, where a test asks it to
