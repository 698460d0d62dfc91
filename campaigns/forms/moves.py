"""One form for each thing that the board does with a request. `perform` calls the one service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.fields import WantedFields, day_field, reason_field, themes_of
from campaigns.models import ContributionRequest
from campaigns.services import asking
from campaigns.services.seen import as_seen, latest_line
from campaigns.states import RequestState
from portal.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STALE = gettext_lazy("Trang mở đã lâu. Hãy tải lại trang rồi làm lại.")
LAST_KEY = 2**63 - 1


class SeenForm(forms.Form):
    """`seen` is the latest line of history that the person saw."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=LAST_KEY,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )

    def see(self, line: int) -> None:
        """Sent again, the form is of the request as it is now."""
        sent = cast(QueryDict, self.data).copy()
        sent["seen"] = str(line)
        self.data = sent


class RequestMove(SeenForm):
    """`word` leads to the form's page, `heading` and `explained` stand above the form there."""

    slug: ClassVar[str]
    word: ClassVar[str | _StrPromise]
    heading: ClassVar[str | _StrPromise]
    button: ClassVar[str | _StrPromise]
    explained: ClassVar[str | _StrPromise] = ""
    states: ClassVar[Sequence[RequestState]] = (RequestState.OPEN,)

    reason = reason_field(gettext_lazy("Lý do"))

    def __init__(self, data: Any = None, *, request: ContributionRequest, user: User) -> None:
        super().__init__(data, auto_id=f"{self.slug}-%s", initial={"seen": latest_line(request)})
        self.request = request
        self.user = user
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values from the request."""

    @classmethod
    def offered(cls, request: ContributionRequest) -> bool:
        return request.state in cls.states

    def perform(self) -> ContributionRequest:
        """Raises `Refused`, and `Changed` where the request is another by now."""
        with as_seen(self.request, self.cleaned_data["seen"]):
            return self.act()

    def act(self) -> ContributionRequest:
        raise NotImplementedError


class Amend(WantedFields, RequestMove):
    slug = "sua"
    word = gettext_lazy("Sửa")
    heading = gettext_lazy("Sửa đề nghị")
    button = gettext_lazy("Ghi nội dung mới")
    explained = gettext_lazy("Sản phẩm đơn vị đã gửi vẫn được tính.")
    field_order = ["kind", "count", "topic", "theme", "year", "note", "reason"]

    def prepare(self) -> None:
        self.offer_themes(themes_of(self.request.feature))
        for name in ("kind", "count", "topic", "year", "note"):
            self.initial[name] = getattr(self.request, name)
        self.initial["theme"] = self.request.theme_id

    def act(self) -> ContributionRequest:
        names = ("kind", "count", "topic", "year", "note", "reason")
        told = {name: self.cleaned_data[name] for name in names}
        return asking.amend(request=self.request, by=self.user, theme=self.theme_chosen, **told)


class Extend(RequestMove):
    slug = "gia-han"
    word = gettext_lazy("Gia hạn")
    heading = gettext_lazy("Gia hạn")
    button = gettext_lazy("Gia hạn cho đơn vị")
    explained = gettext_lazy("Việc đôn đốc tính lại từ hạn mới.")

    due_on = day_field(gettext_lazy("Hạn mới"))
    field_order = ["due_on", "reason"]

    def act(self) -> ContributionRequest:
        return asking.extend(
            request=self.request,
            by=self.user,
            due_on=self.cleaned_data["due_on"],
            reason=self.cleaned_data["reason"],
        )


class Waive(RequestMove):
    slug = "mien"
    word = gettext_lazy("Miễn…")
    heading = gettext_lazy("Miễn đề nghị này cho đơn vị?")
    button = gettext_lazy("Miễn cho đơn vị")
    explained = gettext_lazy(
        "Đơn vị không còn phải gửi và không bị đôn đốc nữa. Sản phẩm đã gửi vẫn được tính."
    )

    def act(self) -> ContributionRequest:
        return asking.waive(request=self.request, by=self.user, reason=self.cleaned_data["reason"])


class Withdraw(RequestMove):
    slug = "rut"
    word = gettext_lazy("Rút…")
    heading = gettext_lazy("Rút đề nghị này?")
    button = gettext_lazy("Rút đề nghị")
    explained = gettext_lazy("Dùng khi đề nghị gửi nhầm. Đơn vị không còn thấy việc này phải làm.")

    def act(self) -> ContributionRequest:
        return asking.withdraw(
            request=self.request, by=self.user, reason=self.cleaned_data["reason"]
        )


class Resume(RequestMove):
    slug = "de-nghi-lai"
    word = gettext_lazy("Đề nghị lại")
    heading = gettext_lazy("Đề nghị lại")
    button = gettext_lazy("Đề nghị lại")
    explained = gettext_lazy("Đề nghị có hiệu lực trở lại với hạn cũ; gia hạn sau nếu cần.")
    states = (RequestState.WAIVED, RequestState.WITHDRAWN)

    def prepare(self) -> None:
        self.fields["reason"].required = False

    def act(self) -> ContributionRequest:
        return asking.resume(request=self.request, by=self.user, reason=self.cleaned_data["reason"])


MOVES: dict[str, type[RequestMove]] = {
    form.slug: form for form in (Amend, Extend, Waive, Withdraw, Resume)
}


def done(form: RequestMove) -> str:
    return _("Đã ghi: %s.") % str(form.heading).rstrip("?").lower()
