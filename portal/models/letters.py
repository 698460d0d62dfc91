"""Công văn: the dated templates, and the letters that were made from them."""

import re
from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.units import Unit
from portal.storage import private_storage

# What may stand in braces in the texts of a template.
NAMES = frozenset({"don_vi", "kinh_gui", "so_viec", "ngay"})
IN_BRACES = re.compile(r"\{([^{}]*)\}")
WITH_NAMES = ("subject", "ward_addressee", "basis", "opening", "request", "closing")


class LetterStyle(models.TextChoices):
    GOVERNMENT = "government", _("Ủy ban nhân dân (Nghị định 30/2020/NĐ-CP)")
    PARTY = "party", _("Quận ủy (Hướng dẫn 36-HD/VPTW)")


class Authority(models.TextChoices):
    """For whom the signer signs; each style has its own way of writing it."""

    OWN = "own", _("Người đứng đầu ký")
    ON_BEHALF = "on_behalf", _("Thay mặt tập thể (TM.)")
    FOR = "for", _("Ký thay (KT.)")
    BY_ORDER = "by_order", _("Thừa lệnh (TL.)")


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def in_force(self, day: date) -> Self:
        """Of each series the template that was last to come into force by `day`."""
        later = LetterTemplate.objects.filter(
            series=models.OuterRef("series"),
            valid_from__gt=models.OuterRef("valid_from"),
            valid_from__lte=day,
        )
        return self.filter(~models.Exists(later), valid_from__lte=day)


class LetterTemplate(models.Model):
    """The words of a kind of letter from a date on.

    Templates of one `series` follow one another. Texts are plain, one paragraph a line, and may
    hold the names in braces that `portal.letters.texts` fills in.
    """

    series = models.SlugField(
        _("Mã loại công văn"),
        max_length=40,
        help_text=_("Các mẫu cùng mã nối tiếp nhau theo ngày áp dụng."),
    )
    name = models.CharField(_("Tên mẫu"), max_length=150)
    style = models.CharField(_("Thể thức"), max_length=12, choices=LetterStyle.choices)
    valid_from = models.DateField(_("Áp dụng từ ngày"))
    upper_name = models.CharField(
        _("Cơ quan cấp trên"), max_length=150, blank=True, help_text=_("Dòng đầu, bên trái.")
    )
    body_name = models.CharField(_("Cơ quan ban hành"), max_length=150)
    number_code = models.CharField(
        _("Ký hiệu"),
        max_length=40,
        help_text=_("Phần sau số: “UBND-QLĐT”, hoặc “CV/QU” với văn bản của Đảng."),
    )
    place = models.CharField(_("Địa danh"), max_length=60, default="Long Biên")
    subject = models.CharField(_("Về việc"), max_length=200)
    ward_addressee = models.CharField(
        _("Kính gửi (với phường)"),
        max_length=150,
        default="{don_vi}",
        help_text=_("{don_vi} là tên đơn vị, ví dụ “Ủy ban nhân dân {don_vi}”."),
    )
    basis = models.TextField(_("Căn cứ"), blank=True, help_text=_("Mỗi dòng một căn cứ."))
    opening = models.TextField(
        _("Nêu tình hình"), help_text=_("Dùng được {don_vi}, {kinh_gui}, {so_viec}, {ngay}.")
    )
    request = models.TextField(_("Yêu cầu"), help_text=_("Mỗi dòng một đoạn."))
    closing = models.TextField(_("Kết thúc"), blank=True)
    authority = models.CharField(
        _("Thẩm quyền ký"), max_length=10, choices=Authority.choices, default=Authority.OWN
    )
    signs_for = models.CharField(
        _("Ký thay cho"), max_length=100, blank=True, help_text=_("Ví dụ “CHỦ TỊCH”.")
    )
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=100)
    signer_name = models.CharField(
        _("Họ và tên người ký"), max_length=100, blank=True, help_text=_("Để trống thì ghi khi ký.")
    )
    copies = models.TextField(
        _("Nơi nhận"), help_text=_("Mỗi dòng một nơi, sau dòng “Như trên”; dòng cuối là “Lưu: …”.")
    )

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu công văn")
        verbose_name_plural = _("mẫu công văn")
        ordering = ["series", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "valid_from"],
                name="letter_template_once_a_day",
                violation_error_message=_("Loại công văn này đã có mẫu áp dụng từ cùng ngày."),
            ),
            models.CheckConstraint(
                name="letter_template_signs_for",
                condition=models.Q(authority=Authority.OWN) | ~models.Q(signs_for=""),
                violation_error_message=_("Ghi rõ ký thay cho ai, hoặc chọn “Người đứng đầu ký”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from:%d/%m/%Y})"

    def clean(self) -> None:
        super().clean()
        wrong = {
            field: _("Không có {%(name)s}. Dùng được: %(names)s.")
            % {"name": name, "names": ", ".join(f"{{{known}}}" for known in sorted(NAMES))}
            for field in WITH_NAMES
            for name in IN_BRACES.findall(getattr(self, field))
            if name not in NAMES
        }
        if wrong:
            raise ValidationError(wrong)


class Letter(models.Model):
    """A letter as it was made. The file and `lines` do not change afterwards; `number` and
    `issued_on` are empty until the clerk has given them.

    `lines` are the cases of the annex: title, place, due_at, days_late, state, url. `numbering` is
    the history of what was recorded: number, issued_on, by, at.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="letters")
    subject = models.CharField(_("Về việc"), max_length=250)
    lines = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters_made"
    )
    created_at = models.DateTimeField()
    number = models.CharField(_("Số công văn"), max_length=40, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    numbering = models.JSONField(default=list)
    file = models.FileField(upload_to="letters/%Y", storage=private_storage)

    class Meta:
        verbose_name = _("công văn")
        verbose_name_plural = _("công văn")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="letter_number_with_date",
                condition=models.Q(number="", issued_on=None)
                | (~models.Q(number="") & models.Q(issued_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
