"""The first account of an installation, made by a script."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands

from portal.models import User

pytestmark = pytest.mark.django_db


def make(**options: str) -> None:
    names = {"username": "quantri", "full_name": "Nguyễn Văn Mẫu", **options}
    call_command("createsuperuser", interactive=False, stdout=StringIO(), **names)


def test_the_command_is_our_own() -> None:
    assert get_commands()["createsuperuser"] == "portal"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Xyz-9", "10 ký tự"),
        ("1234567890", "số"),
        ("quantri2026", "tên đăng nhập"),
        ("", "10 ký tự"),
    ],
)
def test_a_weak_password_makes_no_account(
    password: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError, match="Chưa tạo tài khoản") as refused:
        make()
    assert reason in str(refused.value).lower()
    assert not User.objects.exists()


def test_the_name_from_the_environment_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "botruong")
    monkeypatch.setenv("DJANGO_SUPERUSER_FULL_NAME", "Trần Thị Mẫu")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "botruong99")
    with pytest.raises(CommandError, match="Chưa tạo tài khoản"):
        call_command("createsuperuser", interactive=False, stdout=StringIO())
    assert not User.objects.exists()


def test_a_good_password_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "cau-long-bien-1902")
    make()
    assert User.objects.get(username="quantri", is_superuser=True).check_password(
        "cau-long-bien-1902"
    )


def test_without_a_password_nobody_can_sign_in_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    make()
    assert not User.objects.get(username="quantri").has_usable_password()
