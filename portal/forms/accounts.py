"""Sign-in and change of password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import sign_in
from portal.slots import Busy


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa và chữ thường."
        ),
        "inactive": _("Tài khoản này đã ngừng sử dụng. Liên hệ quản trị hệ thống của quận."),
        "locked": _(
            "Tên này đã bị nhập sai mật khẩu quá nhiều lần từ mạng này. Hãy thử lại sau 15 phút."
        ),
        "too_many": _(
            "Từ mạng này đã có quá nhiều lần nhập sai mật khẩu. Hãy thử lại sau 10 phút, hoặc dùng"
            " máy mà bạn đã từng đăng nhập."
        ),
        "busy": _(
            "Đang có nhiều người đăng nhập cùng lúc. Hãy chờ vài giây rồi nhập lại mật khẩu."
        ),
    }

    def clean(self) -> dict[str, Any]:
        username, password = (self.cleaned_data.get(name) for name in ("username", "password"))
        if self.request is None or not username or not password:
            return super().clean()
        try:
            with sign_in.attempt(self.request, username):
                return super().clean()
        except sign_in.TooMany as error:
            raise self._refused("too_many") from error
        except Busy as error:
            raise self._refused("busy") from error

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "axes_locked_out", False):
            return self._refused("locked")
        return super().get_invalid_login_error()

    def _refused(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class PortalPasswordChangeForm(PasswordChangeForm):
    """The form that also lifts the duty to change the password of a printed slip."""

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)
