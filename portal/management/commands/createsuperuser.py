"""Django's command, which checks a typed password but takes DJANGO_SUPERUSER_PASSWORD as it is."""

import os
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from portal.models import User

PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 - a name


class Command(createsuperuser.Command):
    # `portal` stands above `django.contrib.auth` in INSTALLED_APPS, so this one is found.
    def handle(self, *args: Any, **options: Any) -> None:
        if not options["interactive"] and PASSWORD in os.environ:
            self._refuse_weak(os.environ[PASSWORD], options)
        super().handle(*args, **options)

    def _refuse_weak(self, password: str, options: dict[str, Any]) -> None:
        """Against the same rules as everybody's password; the account is not made before."""
        names = (User.USERNAME_FIELD, *User.REQUIRED_FIELDS)
        given = {
            name: options[name] or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}", "")
            for name in names
        }
        try:
            validate_password(password, User(**given))
        except ValidationError as error:
            raise CommandError(
                _("Chưa tạo tài khoản. Mật khẩu trong %(variable)s không đạt: %(reasons)s")
                % {"variable": PASSWORD, "reasons": " ".join(error.messages)}
            ) from error
