"""After a backup was restored: no number is given twice, no link and no key comes to life again,
nobody is written to who took it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from beautiful_city.models import ApiKey, Case, CaseNumber, Contact, Follower, HandOver
from portal.backup import Restored

LEAST_GAP = 100
BUSY_SINCE = timedelta(days=90)


def forget_contact(case_key: str) -> None:
    Contact.objects.filter(case_id=int(case_key)).delete()


def forget_follower(key: str) -> None:
    Follower.objects.filter(key=key).delete()


def settle(restored: Restored) -> Iterator[str]:
    yield from _skip_numbers(restored)
    links = HandOver.objects.filter(used_at=None, revoked_at=None).update(revoked_at=restored.now)
    yield _("Đã thu hồi %(count)d đường dẫn giao tổ dân phố; phường giao lại nếu còn cần.") % {
        "count": links
    }
    keys = ApiKey.objects.filter(is_active=True).update(is_active=False)
    yield _(
        "Đã tạm dừng %(count)d khóa Open311: khóa nào chưa bị thu hồi thì bật lại trong mục Khóa "
        "Open311."
    ) % {"count": keys}
    if not restored.knows_withdrawals:
        contacts, _by_model = Contact.objects.all().delete()
        followers, _by_model = Follower.objects.all().delete()
        yield _(
            "Đã xóa liên hệ của %(contacts)d phản ánh và %(followers)d đăng ký theo dõi, vì không "
            "biết ai đã rút."
        ) % {"contacts": contacts, "followers": followers}


def _skip_numbers(restored: Restored) -> Iterator[str]:
    """Numbers given since the backup stand on paper and in letters. How many there were is not
    known: for each day twice as many as on the busiest of the last 90 are left out, and at least
    a hundred."""
    year = timezone.localtime(restored.now).year
    days = max((restored.now - restored.made_at).days, 0) + 1
    gap = max(LEAST_GAP, 2 * days * _busiest_day(restored.made_at))
    CaseNumber.objects.get_or_create(year=year)
    CaseNumber.objects.filter(year=year).update(last=F("last") + gap)
    yield _("Phản ánh tiếp theo mang số %(code)s: các số có thể đã cấp được bỏ qua.") % {
        "code": f"{year}-{CaseNumber.objects.get(year=year).last + 1}"
    }


def _busiest_day(made_at: datetime) -> int:
    recent = Case.objects.filter(submitted_at__gte=made_at - BUSY_SINCE).order_by()
    by_day = recent.annotate(day=TruncDate("submitted_at")).values("day")
    return max((row["count"] for row in by_day.annotate(count=Count("pk"))), default=0)
