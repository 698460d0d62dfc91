#!/usr/bin/env python3
"""Django's command line, with the development settings unless the environment names others."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    # A migration or a task may take longer than a visitor's page: see DATABASE_LIMITS.
    os.environ.setdefault("PORTAL_PROCESS", "command")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        # What an operator can mend: the sentence alone, not the way to it.
        sys.exit(str(error))
