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


# --- Asked ---------------------------------------------------------------------------------------


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def answered(monkeypatch: pytest.MonkeyPatch, *, names: list[str], passwords: list[str]) -> str:
    """What a person is told who gives these answers in turn; each that is left over fails."""
    answers, typed = iter(names), iter(passwords)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr(
        "portal.management.commands.createsuperuser.getpass", lambda question: next(typed)
    )
    said = StringIO()
    call_command("createsuperuser", stdin=Terminal(), stdout=said, stderr=said)
    assert (list(answers), list(typed)) == ([], [])
    return said.getvalue()


def test_whoever_is_asked_is_asked_again_for_a_weak_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = "cau-long-bien-1902"
    said = answered(
        monkeypatch,
        names=["", "quantri", "Nguyễn Văn Mẫu"],
        passwords=["Xyz-9", "Xyz-9", good, "khac", "quantri2026", "quantri2026", good, good],
    )
    assert "10 ký tự" in said
    assert "không giống nhau" in said
    assert "Bypass" not in said
    account = User.objects.get(username="quantri", is_superuser=True)
    assert account.check_password(good)
    assert account.full_name == "Nguyễn Văn Mẫu"


def test_a_name_that_is_taken_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    good = "cau-long-bien-1902"
    said = answered(monkeypatch, names=["quantri", "hai", "Trần Thị Mẫu"], passwords=[good, good])
    assert "Đã có tài khoản “quantri”" in said
    assert User.objects.filter(username="hai").exists()


def test_without_a_terminal_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="--noinput"):
        call_command("createsuperuser", stdin=StringIO(), stdout=StringIO())
