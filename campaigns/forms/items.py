"""What the board decides of one item of a unit: for how many it stands, for which request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.fields import A_WHOLE_NUMBER, CHOOSE_ONE, choose, reason_field
from campaigns.forms.moves import SeenForm
from campaigns.models import MOST, ContributionRequest, Delivery
from campaigns.services import delivering
from campaigns.services.seen import as_seen, latest_line
from campaigns.states import RequestState
from portal.models import User


class CountForm(SeenForm):
    heading = gettext_lazy("Tính số lượng")
    button = gettext_lazy("Ghi số lượng")
    explained = gettext_lazy(
        "Hai sản phẩm nhận làm một: ghi 0 cho sản phẩm thứ hai. "
        "Sản phẩm công phu có thể tính nhiều hơn 1."
    )

    counts_for = forms.IntegerField(
        label=gettext_lazy("Tính là"), min_value=0, max_value=MOST, error_messages=A_WHOLE_NUMBER
    )
    reason = reason_field(gettext_lazy("Lý do"))

    def __init__(
        self, data: Any = None, *, delivery: Delivery, request: ContributionRequest, user: User
    ) -> None:
        initial = {"counts_for": delivery.counts_for, "seen": latest_line(request)}
        super().__init__(data, auto_id="tinh-%s", initial=initial)
        self.delivery, self.request, self.user = delivery, request, user

    def perform(self) -> None:
        """Raises `Refused`, `Changed`."""
        with as_seen(self.request, self.cleaned_data["seen"]):
            delivering.count_as(
                delivery=self.delivery,
                counts_for=self.cleaned_data["counts_for"],
                by=self.user,
                reason=self.cleaned_data["reason"],
            )


class GiveForm(SeenForm):
    """Another request of the same unit and campaign, or none. `seen` is of the request whose page
    the form was opened from."""

    heading = gettext_lazy("Tính cho đề nghị khác")
    button = gettext_lazy("Ghi đề nghị")
    explained = gettext_lazy(
        "Sản phẩm được tính cho đề nghị chọn dưới đây, không tính cho hai nơi."
    )

    target = forms.TypedChoiceField(
        label=gettext_lazy("Tính cho"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=CHOOSE_ONE,
    )
    reason = reason_field(gettext_lazy("Lý do"), required=False)

    def __init__(
        self, data: Any = None, *, delivery: Delivery, request: ContributionRequest, user: User
    ) -> None:
        initial = {"target": delivery.request_id or request.pk, "seen": latest_line(request)}
        super().__init__(data, auto_id="chuyen-%s", initial=initial)
        self.delivery, self.request, self.user = delivery, request, user
        others = ContributionRequest.objects.filter(
            unit_id=delivery.unit_id, feature_id=delivery.feature_id
        ).exclude(state=RequestState.WITHDRAWN)
        self.targets = {one.pk: one for one in others}
        named = [(one.pk, f"{one.code} · {one}") for one in self.targets.values()]
        choose(self, "target", [("", _("Không tính cho đề nghị nào")), *named])

    def perform(self) -> None:
        """Raises `Refused`, `Changed`."""
        target = self.cleaned_data["target"]
        with as_seen(self.request, self.cleaned_data["seen"]):
            delivering.give_to_request(
                delivery=self.delivery,
                request=self.targets[target] if target else None,
                by=self.user,
                reason=self.cleaned_data["reason"],
            )
