"""What an office does later with a report that it has sent; `forms.moves` says how forms work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import words
from beautiful_city.forms.photo_moves import PhotoMoveForm
from beautiful_city.models import Case
from beautiful_city.selectors.tracked import open_move, question_of
from beautiful_city.services import posting
from beautiful_city.services.sending import MOST_PHOTOS


class SenderForm(PhotoMoveForm):
    """The same moves as a sender without an account makes by the code, in the person's name."""

    template = "work/cases/sender_fields.html"
    photos_most = MOST_PHOTOS

    @classmethod
    def offered(cls, case: Case, user: Any) -> bool:
        return open_move(case) == cls.move and super().offered(case, user)

    def arrived(self) -> bool:
        return posting.is_answered(self.case, self.move, self["text"].value() or "")

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return posting.answer(
            self.move,
            **self.seen,
            text=cleaned["text"],
            batch=cleaned["batch"],
            photos=cleaned["photos"],
            owner=self.user,
        )


class GiveInformation(SenderForm):
    slug = "bo-sung"
    move = "give_info"
    heading = _("Trả lời quận")
    button = _("Gửi bổ sung")
    photos_smallest = 0

    text = words(_("Nội dung bổ sung"))

    def prepare(self) -> None:
        self.question = question_of(self.case)


class AskReopen(SenderForm):
    slug = "de-nghi-mo-lai"
    move = "ask_reopen"
    heading = _("Đề nghị mở lại")
    button = _("Gửi đề nghị mở lại")
    photos_smallest = 1

    text = words(
        _("Vì sao đề nghị mở lại"),
        help_text=_("Gửi kèm ít nhất một ảnh mới chụp, trong 15 ngày từ khi quận xác nhận."),
    )


SENDING: tuple[type[SenderForm], ...] = (GiveInformation, AskReopen)
BY_SLUG = {form.slug: form for form in SENDING}
