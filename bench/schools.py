"""The schools' portals to measure: a first page at ten and at ten thousand items, and what the
office sends to 120 schools with sixty people each."""

from __future__ import annotations

import time
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.report import Line
from bench.within import milliseconds
from home.models import HomePage
from portal.kinds import SchoolLevel, UnitKind
from portal.models import Membership, Unit, User
from portal.roles import Role
from school_intranet.models import (
    Announcement,
    Broadcast,
    IncomingDocument,
    Receipt,
    SchoolPortalPage,
    Task,
)
from school_intranet.selectors.office import receipts_by_school
from school_intranet.services import broadcasting
from school_intranet.services.portals import ensure_door, open_portal
from school_intranet.services.reading import new_receipts

BACKEND = "django.contrib.auth.backends.ModelBackend"
FEW, MANY = 10, 10_000
SCHOOLS, STAFF = 120, 60
START_STATEMENTS, TABLE_STATEMENTS, SEND_STATEMENTS = 18, 5, 40
DIGEST_KB = 20
SINCE = date(2018, 1, 1)


def build() -> None:
    """The schools with their people; the first one's first teacher reads."""
    ensure_door(HomePage.objects.get())
    district = Unit.objects.get(kind=UnitKind.DISTRICT)
    office = User.objects.create_user("phong-mau", full_name="Phòng mẫu")
    Membership.objects.create(user=office, unit=district, role=Role.EDUCATION_OFFICE, start=SINCE)
    for number in range(SCHOOLS):
        school = Unit.objects.create(
            code=f"truong-{number}",
            kind=UnitKind.SCHOOL,
            parent=district,
            name=f"Trường mẫu {number:03}",
            school_level=SchoolLevel.PRIMARY,
        )
        open_portal(school=school, by=office)
        people = User.objects.bulk_create(
            User(username=f"n{number}-{at}", full_name=f"Người {at}") for at in range(STAFF)
        )
        Membership.objects.bulk_create(
            Membership(user=user, unit=school, role=Role.TEACHER, start=SINCE) for user in people
        )


def grow_to(items: int) -> None:
    """So many announcements, documents and tasks for one teacher."""
    portal, reader = _portal(), _reader()
    now, school = timezone.now(), portal.school
    first = Task.objects.count()
    numbers = range(first, items)
    announcements = Announcement.objects.bulk_create(
        (
            Announcement(
                school=school,
                title=f"Thông báo {number}",
                author=reader,
                created_at=now,
                published_at=now,
            )
            for number in numbers
        ),
        batch_size=500,
    )
    documents = IncomingDocument.objects.bulk_create(
        (
            IncomingDocument(
                school=school,
                year=2018,
                number=number + 1,
                arrived_on=SINCE,
                symbol="1/MAU",
                issuer="Mẫu",
                abstract=f"Văn bản {number}",
                registered_by=reader,
                registered_at=now,
            )
            for number in numbers
        ),
        batch_size=500,
    )
    Receipt.objects.bulk_create(
        [
            receipt
            for item in [*announcements, *documents]
            for receipt in new_receipts(item, [reader.pk], now)
        ],
        batch_size=500,
    )
    Task.objects.bulk_create(
        (
            Task(
                school=school,
                title=f"Việc {number}",
                assignee=reader,
                assigner=reader,
                created_at=now,
            )
            for number in numbers
        ),
        batch_size=500,
    )


def statement_lines(items: int) -> list[Line]:
    client, path = _client(), _path()
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        _ok(client, path)
    # Counted now: the next request forgets them.
    count = len(found)
    weight = len(_ok(client, path + "tin-trong-ngay/")) / 1024
    return [
        Line(
            f"statements of a school's first page at {items:,} items",
            count,
            at_most=START_STATEMENTS,
        ),
        Line(f"digest of a school at {items:,} items, KB", weight, at_most=DIGEST_KB),
    ]


def cost() -> float:
    """Milliseconds of the first page."""
    client, path = _client(), _path()
    return milliseconds(lambda: _ok(client, path), times=20)


def growth_line(few: float, many: float) -> Line:
    return Line(
        f"a school's first page at {MANY:,} items of itself at {FEW}",
        many / few,
        # All ten thousand wait for one person and are counted; the limit is on statements.
        at_most=None,
        note=f"{few:.1f} -> {many:.1f} ms",
    )


def broadcast_lines() -> list[Line]:
    """7,200 people; on SQLite a statement takes fewer rows than on PostgreSQL."""
    office = User.objects.get(username="phong-mau")
    item = broadcasting.write(
        by=office, words=broadcasting.Words(title="Văn bản mẫu", audience="all")
    )
    columns = [field for field in Receipt._meta.concrete_fields if not field.primary_key]
    batch = connection.ops.bulk_batch_size(columns, range(SCHOOLS * STAFF))
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as sent:
        broadcasting.send(broadcast=item, by=office)
    seconds = time.perf_counter() - begun
    with CaptureQueriesContext(connection) as table:
        receipts_by_school(Broadcast.objects.get(pk=item.pk))
    batches = SCHOOLS * STAFF // batch + 1
    return [
        Line(
            f"statements to send to {SCHOOLS * STAFF:,} people, but for a batch of {batch:,} each",
            len(sent) - batches,
            at_most=SEND_STATEMENTS,
            note=f"{len(sent)} in all, {seconds:.1f} s",
        ),
        Line(
            f"statements of the receipts of {SCHOOLS} schools", len(table), at_most=TABLE_STATEMENTS
        ),
    ]


def _portal() -> SchoolPortalPage:
    return SchoolPortalPage.objects.select_related("school").get(school__code="truong-0")


def _reader() -> User:
    return User.objects.get(username="n0-0")


def _path() -> str:
    return f"/dieu-hanh-noi-bo/{_portal().slug}/"


def _client() -> Client:
    client = Client()
    client.force_login(_reader(), backend=BACKEND)
    return client


def _ok(client: Client, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return bytes(answer.content)
