"""What a leader writes, and what is done with a note: one form for each move."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kinds import DISTRICT_LEVEL, UnitKind
from portal.leader_notes import selectors, services
from portal.leader_notes.states import MOVES
from portal.models import LeaderNote, NotePhrase, Unit, User
from portal.working_time import current_calendar

ANSWERING_KINDS = DISTRICT_LEVEL | {UnitKind.WARD}


class DueField(forms.DateField):
    """A choice of deadlines. Another day than those offered is the service's to judge: a page that
    was opened yesterday offers yesterday's."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Hạn trả lời"),
            input_formats=["%Y-%m-%d"],
            widget=forms.RadioSelect,
            error_messages={"required": _("Hãy chọn hạn trả lời.")},
        )

    def offer(self, now: datetime) -> date:
        """Fill in the choices; returns the usual one."""
        calendar = current_calendar()
        self.widget.choices = [  # type: ignore[attr-defined]
            (f"{day:%Y-%m-%d}", words) for day, words in selectors.due_choices(now, calendar)
        ]
        return selectors.usual_due(now, calendar)


class WriteForm(forms.Form):
    """Free words, or the ready sentence whose button was pressed (`phrase`)."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    due_on = DueField()
    text = forms.CharField(
        label=_("Ý kiến khác"),
        required=False,
        max_length=services.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phrase = forms.ModelChoiceField(
        NotePhrase.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Câu có sẵn này vừa bị bỏ. Hãy chọn câu khác.")},
    )

    def __init__(self, data: QueryDict | None = None, *, now: datetime) -> None:
        super().__init__(data, auto_id="chi-dao-%s", initial={"key": uuid.uuid4()})
        due: Any = self.fields["due_on"]
        self.initial["due_on"] = due.offer(now)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("phrase"):
            given["text"] = given["phrase"].text
        elif not given.get("text") and not self.errors:
            self.add_error("text", _("Hãy ghi ý kiến, hoặc chọn một câu có sẵn."))
        return given


class NoteForm(forms.Form):
    """A move of one note. `version` is the one that the person saw."""

    move: ClassVar[str]
    heading: ClassVar[str | Promise]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, note: LeaderNote) -> None:
        self.note = note
        self.slug = MOVES[self.move].slug
        self.button = MOVES[self.move].label
        super().__init__(data, auto_id=f"{self.slug}-%s", initial={"version": note.version})

    def perform(self, by: User) -> LeaderNote:
        """Do what the form says. Raises what the service raises."""
        raise NotImplementedError


class AnswerForm(NoteForm):
    move = "answer"
    heading = _("Trả lời")
    text = forms.CharField(
        label=_("Nội dung trả lời"),
        max_length=services.MOST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Đã làm gì, kết quả ra sao, còn vướng gì."),
        error_messages={"required": _("Hãy ghi nội dung trả lời.")},
    )

    def perform(self, by: User) -> LeaderNote:
        given = self.cleaned_data
        return services.answer(note=self.note, by=by, version=given["version"], text=given["text"])


class AcceptForm(NoteForm):
    move = "accept"
    heading = _("Đạt, kết thúc")

    def perform(self, by: User) -> LeaderNote:
        return services.accept(note=self.note, by=by, version=self.cleaned_data["version"])


class SendBackForm(NoteForm):
    move = "send_back"
    heading = _("Chưa đạt")
    text = forms.CharField(
        label=_("Điều chưa đạt"),
        max_length=services.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi rõ điều chưa đạt.")},
    )
    due_on = DueField()

    def __init__(self, data: QueryDict | None = None, *, note: LeaderNote) -> None:
        super().__init__(data, note=note)
        due: Any = self.fields["due_on"]
        self.initial["due_on"] = due.offer(timezone.now())

    def perform(self, by: User) -> LeaderNote:
        given = self.cleaned_data
        return services.send_back(
            note=self.note,
            by=by,
            version=given["version"],
            text=given["text"],
            due_on=given["due_on"],
        )


class WithdrawForm(NoteForm):
    move = "withdraw"
    heading = _("Rút lại")

    def perform(self, by: User) -> LeaderNote:
        return services.withdraw(note=self.note, by=by, version=self.cleaned_data["version"])


class HandOverForm(NoteForm):
    move = "hand_over"
    heading = _("Chuyển đơn vị khác trả lời")
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Đơn vị trả lời"),
        empty_label=_("Chọn đơn vị"),
        error_messages={
            "required": _("Hãy chọn đơn vị."),
            "invalid_choice": _("Đơn vị này không còn hoạt động. Hãy chọn đơn vị khác."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, note: LeaderNote) -> None:
        super().__init__(data, note=note)
        units = Unit.objects.valid_on(timezone.localdate()).of_kind(*ANSWERING_KINDS)
        self.fields["unit"].queryset = units.exclude(pk=note.unit_id)  # type: ignore[attr-defined]

    def perform(self, by: User) -> LeaderNote:
        given = self.cleaned_data
        return services.hand_over(
            note=self.note, by=by, version=given["version"], unit=given["unit"]
        )


FORMS: dict[str, type[NoteForm]] = {
    form.move: form for form in (AnswerForm, AcceptForm, SendBackForm, WithdrawForm, HandOverForm)
}
