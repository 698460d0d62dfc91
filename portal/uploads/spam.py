"""Two traps for scripts on forms that anybody may send: a field that people do not see, and a
signed time before which nobody can have filled in the form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "portal.uploads.spam"


def stamp(at: datetime) -> str:
    """The signed time at which a form was opened."""
    return signing.dumps(int(at.timestamp()), salt=SALT)


def stamped(value: str) -> datetime | None:
    """The time of a stamp; None for what is no stamp of ours."""
    try:
        seconds = signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(seconds, timezone.get_current_timezone())


class SpamTrapMixin(forms.Form):
    """For a form of the public, shown with `components/spam_trap.html`.

    Nothing is lost when it refuses a person: what was typed stays, a new stamp is in place, and
    sending once more goes through.
    """

    soonest = timedelta(seconds=3)
    latest = timedelta(hours=24)

    website = forms.CharField(label=_("Để trống ô này"), required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = stamp(timezone.now())
        if self.is_bound:
            self._renew_stamp()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get(self.add_prefix("website")):
            raise forms.ValidationError(
                _("Ô “Để trống ô này” phải để trống. Hãy xóa nội dung ở ô đó rồi gửi lại.")
            )
        if self._opened is None or timezone.now() - self._opened > self.latest:
            raise forms.ValidationError(_("Trang đã mở quá lâu. Hãy bấm nút gửi một lần nữa."))
        if timezone.now() - self._opened < self.soonest:
            raise forms.ValidationError(
                _("Phiếu được gửi quá nhanh. Hãy xem lại nội dung rồi bấm nút gửi một lần nữa.")
            )
        return cleaned

    def _renew_stamp(self) -> None:
        """The stamp that came, kept aside; where it is out of date the form shows a new one."""
        name = self.add_prefix("opened")
        self._opened = stamped(self.data.get(name, ""))
        if self._opened is None or timezone.now() - self._opened > self.latest:
            data = cast(QueryDict, self.data).copy()
            data[name] = self.initial["opened"]
            self.data = data
