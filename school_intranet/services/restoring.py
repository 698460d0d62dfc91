"""After a backup was restored: addresses of calendars end, and no pupil is shown whose consent was
taken back. Numbers of the registers never go below the lines that there are (`registers`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backup import Restored
from school_intranet.models import CalendarToken, PhotoConsent


def withdraw_consent_again(key: str) -> None:
    kept = PhotoConsent.objects.filter(pk=int(key), withdrawn_on=None)
    kept.update(withdrawn_on=timezone.localdate())


def settle(restored: Restored) -> Iterator[str]:
    tokens = CalendarToken.objects.filter(revoked_at=None).update(revoked_at=restored.now)
    yield _(
        "Đã kết thúc %(count)d địa chỉ lịch của người ở trường; mỗi người tạo lại của mình."
    ) % {"count": tokens}
    yield _(
        "Văn thư các trường: ghi lại vào sổ những văn bản đã lấy số sau %(moment)s, trước khi lấy "
        "số mới."
    ) % {"moment": f"{timezone.localtime(restored.made_at):%H:%M ngày %d/%m/%Y}"}
    if not restored.knows_withdrawals:
        today = timezone.localdate(restored.now)
        held = PhotoConsent.objects.filter(withdrawn_on=None).update(withdrawn_on=today)
        yield _(
            "Đã ngừng %(count)d sự đồng ý dùng ảnh học sinh, vì không biết ai đã rút: trường đối "
            "chiếu bản giấy và ghi lại."
        ) % {"count": held}
