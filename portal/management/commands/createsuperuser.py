"""Django's command, but for two things: it asks in Vietnamese, and takes a weak password in no way:
neither from DJANGO_SUPERUSER_PASSWORD nor from who answers that it does not matter."""

import os
from getpass import getpass
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.models import User

PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 - a name
NAMES = (User.USERNAME_FIELD, *User.REQUIRED_FIELDS)


class Command(createsuperuser.Command):
    # `portal` stands above `django.contrib.auth` in INSTALLED_APPS, so this one is found.
    def handle(self, *args: Any, **options: Any) -> None:
        if options["interactive"]:
            self._make_by_asking(options)
            return
        if PASSWORD in os.environ:
            self._refuse_weak(os.environ[PASSWORD], options)
        super().handle(*args, **options)

    # --- by a script -------------------------------------------------------------------------

    def _refuse_weak(self, password: str, options: dict[str, Any]) -> None:
        """Against the same rules as everybody's password; the account is not made before."""
        given = {
            name: options[name] or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}", "")
            for name in NAMES
        }
        try:
            validate_password(password, User(**given))
        except ValidationError as error:
            raise CommandError(
                _("Chưa tạo tài khoản. Mật khẩu trong %(variable)s không đạt: %(reasons)s")
                % {"variable": PASSWORD, "reasons": " ".join(error.messages)}
            ) from error

    # --- by a person -------------------------------------------------------------------------

    def _make_by_asking(self, options: dict[str, Any]) -> None:
        if not self.stdin.isatty():
            raise CommandError(
                _("Cần một cửa sổ lệnh để hỏi mật khẩu. Chạy từ kịch bản thì dùng --noinput.")
            )
        try:
            given = {name: self._name(name, options[name]) for name in NAMES}
            password = self._password(User(**given))
        except KeyboardInterrupt:
            raise CommandError(_("Đã dừng; chưa tạo tài khoản.")) from None
        User.objects.create_superuser(**given, password=password)
        self.stdout.write(_("Đã tạo tài khoản quản trị."))

    def _name(self, name: str, given: str | None) -> str:
        field = User._meta.get_field(name)
        assert isinstance(field, Field)  # noqa: S101 - for the types
        while True:
            value = input(f"{capfirst(field.verbose_name)}: ") if given is None else given
            given = None
            try:
                value = field.clean(value.strip(), None)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if field.unique and User.objects.filter(**{name: value}).exists():
                self.stderr.write(_("Đã có tài khoản “%(name)s”.") % {"name": value})
                continue
            return str(value)

    def _password(self, account: User) -> str:
        while True:
            password = getpass(_("Mật khẩu: "))
            if password != getpass(_("Mật khẩu, lần nữa: ")):
                self.stderr.write(_("Hai lần gõ không giống nhau."))
                continue
            try:
                validate_password(password, account)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            return password
