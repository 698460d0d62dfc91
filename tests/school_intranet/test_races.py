"""Two people, or two taps, at the same moment in a portal: on PostgreSQL in threads that start
together."""

from __future__ import annotations

import pytest
from django.utils import timezone

from portal.models import User
from school_intranet.models import (
    BroadcastDelivery,
    IncomingDocument,
    Receipt,
    ReportSubmission,
    ScheduleItem,
    SchoolPortalPage,
)
from school_intranet.services import broadcasting, incoming, reading, reporting
from school_intranet.services import week as weeks
from school_intranet.services.broadcasting import Words
from school_intranet.services.core import Stale
from school_intranet.services.reporting import FieldWords
from school_intranet.states import FieldKind
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.test_incoming import words
from tests.threads import all_well, at_once, in_threads

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def test_numbers_of_a_register_have_no_gap_and_no_twin(
    portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    in_threads()
    reader = as_reader(clerk, portal_a)

    def register() -> IncomingDocument:
        return incoming.register(reader=reader, words=words())

    all_well([register] * AT_ONCE)
    numbers = sorted(IncomingDocument.objects.values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE + 1))


def test_a_double_tap_registers_once(
    portal_a: SchoolPortalPage, clerk: User, delivery: BroadcastDelivery, as_reader: MakeReader
) -> None:
    in_threads()
    reader = as_reader(clerk, portal_a)

    def register() -> int:
        return incoming.register_delivery(delivery=delivery, reader=reader).pk

    assert len(set(all_well([register] * AT_ONCE))) == 1


def test_an_acknowledgement_double_tapped_is_one(
    portal_a: SchoolPortalPage, teacher: User, delivery: BroadcastDelivery, as_reader: MakeReader
) -> None:
    in_threads()
    reader = as_reader(teacher, portal_a)

    def acknowledge() -> int:
        return reading.acknowledge(item=delivery, reader=reader).pk

    assert len(set(all_well([acknowledge] * AT_ONCE))) == 1
    assert Receipt.objects.get().acknowledged_at is not None


def test_a_broadcast_is_sent_once(portal_a: SchoolPortalPage, teacher: User, office: User) -> None:
    in_threads()
    item = broadcasting.write(by=office, words=Words(title="Mẫu", audience="all"))
    all_well([lambda: broadcasting.send(broadcast=item, by=office)] * AT_ONCE)
    assert BroadcastDelivery.objects.count() == 1
    assert Receipt.objects.count() == 1


def test_of_two_who_save_a_report_one_is_told(
    portal_a: SchoolPortalPage, clerk: User, office: User, as_reader: MakeReader
) -> None:
    in_threads()
    item = broadcasting.write(by=office, words=Words(title="Mẫu", audience="all"))
    field = FieldWords("Số lớp", FieldKind.NUMBER, required=True)
    reporting.ask(
        broadcast=item,
        by=office,
        title="Báo cáo mẫu",
        due_on=timezone.localdate(),
        wants_file=False,
        fields=[field],
    )
    broadcasting.send(broadcast=item, by=office)
    submission, reader = ReportSubmission.objects.get(), as_reader(clerk, portal_a)

    def save(number: int) -> ReportSubmission:
        return reporting.save_draft(
            submission=submission, reader=reader, version=0, values={"1": str(number)}
        )

    results = at_once([lambda n=number: save(n) for number in range(2)])
    assert {type(result) for result in results} == {ReportSubmission, Stale}
    assert ReportSubmission.objects.get().version == 1


def test_lines_added_to_a_week_at_once_all_stay(
    portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    in_threads()
    reader = as_reader(clerk, portal_a)
    monday = weeks.monday_of(timezone.localdate())
    start = timezone.localtime().time().replace(hour=8, minute=0, second=0, microsecond=0)

    def add(number: int) -> object:
        line = weeks.Line(monday, start, f"Mục {number}")
        return weeks.add(reader=reader, monday=monday, lines=[line])

    all_well([lambda n=number: add(n) for number in range(AT_ONCE)])
    assert ScheduleItem.objects.count() == AT_ONCE
