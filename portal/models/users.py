"""Accounts. An account is one person; what the person may do stands in `Membership`."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import nfc, sort_key


class User(AbstractUser):
    """A person who signs in. The name is kept and shown as written, family name first."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)
    email = models.EmailField(  # type: ignore[assignment]
        _("Thư điện tử"), unique=True, null=True, blank=True
    )
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    must_change_password = models.BooleanField(_("Phải đổi mật khẩu khi đăng nhập"), default=False)
    rights_valid_until = models.DateField(
        null=True,
        editable=False,
        help_text="The next date on which a membership starts or ends; from then on the rights "
        "are worked out again before the next view.",
    )

    objects = UserManager()  # type: ignore[misc]

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, which is the last word of a Vietnamese name."""
        return self.full_name.split()[-1] if self.full_name.strip() else self.username

    def clean(self) -> None:
        super().clean()
        self.full_name = nfc(self.full_name).strip()
        # An empty address is NULL, so that uniqueness holds for the addresses that are given.
        self.email = self.email or None

    def save(self, *args, **kwargs) -> None:
        self.email = self.email or None
        self.sort_key = sort_key(self.given_name_first)
        super().save(*args, **kwargs)

    @property
    def given_name_first(self) -> str:
        """Vietnamese lists of people go by given name, then by family and middle names."""
        *before, given = self.full_name.split() or [self.username]
        return " ".join([given, *before])

    def rights_are_stale(self, *, today: date) -> bool:
        return self.rights_valid_until is not None and self.rights_valid_until <= today
