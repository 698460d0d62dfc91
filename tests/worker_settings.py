"""For a worker or a clock of a test's own: tasks wait in the database, jobs run in children."""

import os
from pathlib import Path

from portal.settings.test import *  # noqa: F403

# As it was given: the test looks into it.
VAR_DIR = Path(os.environ["VAR_DIR"]).parent
JOBS_IN_CHILDREN = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
