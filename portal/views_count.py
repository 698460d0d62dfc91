"""Counting views without a write in any page's own response.

A script on the page reports a view (`portal.views.beacon`). Each report is one small row; every
minute `fold_hits` adds the new ones to the totals. The same visitor counts again for the same page
half an hour after the view that counted last. A visitor is a keyed hash of address and browser
that changes every day: neither is kept, no cookie is set, and one day's cannot be matched with the
next day's.
"""

import re
from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from portal.models import PageViews, ViewHit

WINDOW = timedelta(minutes=30)
FOLDED_AT_ONCE = 5000

BOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scrap|archiver|preview|monitor|headless|lighthouse|"
    r"python|curl|wget|java/|go-http|okhttp|libwww|httpclient|facebookexternalhit|zalo.*share",
    re.IGNORECASE,
)


def is_bot(user_agent: str) -> bool:
    """Whether a browser's own name says that nobody is reading."""
    return not user_agent or BOTS.search(user_agent) is not None


def total(page: Page) -> int:
    """What is shown on the page: the views counted up to the last minute. No statement where
    `view_record` was selected with the page, else one."""
    try:
        return int(page.view_record.total)
    except PageViews.DoesNotExist:
        return 0


def total_now(page_pk: int) -> int:
    """The views of a page with those that came in the last minute. Two statements."""
    folded = PageViews.objects.filter(page=page_pk).values_list("total", flat=True).first()
    pending = ViewHit.objects.filter(page=page_pk).aggregate(sum=Sum("pending"))["sum"]
    return (folded or 0) + (pending or 0)


def set_imported(page: Page, views: int) -> None:
    """The number that the old portal showed. A page that has a number keeps it: an import that is
    run again must not take back what was counted since."""
    PageViews.objects.get_or_create(page=page, defaults={"total": views})


def record(*, page_pk: int, address: str, user_agent: str, now: datetime) -> bool:
    """Count a view of a public page; False for a repeated one within half an hour."""
    today = timezone.localtime(now)
    since = now - WINDOW
    if today.date() != timezone.localtime(since).date():
        yesterday = visitor(address, user_agent, today.date() - timedelta(days=1))
        if ViewHit.objects.filter(page=page_pk, visitor=yesterday, counted_at__gt=since).exists():
            return False
    who = visitor(address, user_agent, today.date())
    again = ViewHit.objects.filter(page=page_pk, visitor=who)
    if again.filter(counted_at__lte=since).update(counted_at=now, pending=F("pending") + 1):
        return True
    # Of two reports at the same moment the constraint lets one in.
    _hit, created = ViewHit.objects.get_or_create(
        page_id=page_pk, visitor=who, defaults={"counted_at": now}
    )
    return created


def visitor(address: str, user_agent: str, day: date) -> str:
    """32 hexadecimal digits that stand for one visitor on one day."""
    return salted_hmac(f"portal.views_count {day}", f"{address}\n{user_agent}").hexdigest()[:32]


def fold_hits() -> str:
    """Add the new views to the totals and drop the rows that no longer keep anybody from being
    counted. One transaction: killed at any point, it has done nothing. A periodic job."""
    now = timezone.now()
    with transaction.atomic():
        fresh = ViewHit.objects.select_for_update().filter(pending__gt=0).order_by("pk")
        hits = list(fresh[:FOLDED_AT_ONCE])
        views: Counter[int] = Counter()
        for hit in hits:
            views[hit.page_id] += hit.pending
        PageViews.objects.bulk_create(
            [PageViews(page_id=page) for page in views], ignore_conflicts=True
        )
        for page, number in sorted(views.items()):
            PageViews.objects.filter(page=page).update(total=F("total") + number)
        ViewHit.objects.filter(pk__in=[hit.pk for hit in hits]).update(pending=0)
        ViewHit.objects.filter(pending=0, counted_at__lte=now - WINDOW).delete()
    return str(sum(views.values()))
