"""What reports give to the sheet of giao ban equals the dashboard; leaders' notes on a case."""

import uuid
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beautiful_city import briefing
from beautiful_city.models import Case
from portal.leader_notes import services
from portal.models import LeaderNote, User
from tests.beautiful_city.conftest import MakeCase

DAY = timedelta(days=1)


def test_numbers_and_lists_are_those_of_the_dashboard(
    client: Client, make_case: MakeCase, leader: User
) -> None:
    for state in ("submitted", "in_progress", "verified", "disputed"):
        make_case(state)
    late = make_case("in_progress")
    now = timezone.now()
    Case.objects.filter(pk=late.pk).update(deadline_at=now - 60 * DAY, allowed_hours=24)
    part = briefing.part(now - DAY, now)
    client.force_login(leader)
    for line in (*part.moved.lines, *part.latest.lines, *part.decisions.lines):
        if line.url:
            assert client.get(line.url).status_code == 200, line
    summary = client.get(reverse("work_dashboard")).context["total"]
    words = [line.text for line in part.moved.lines]
    assert words[0] == f"Mới nhận: {summary['moi']['number']} phản ánh"
    assert words[1].startswith(f"Đã xác nhận khắc phục: {summary['xac_nhan']['number']},")
    open_, red = summary["dang_mo"]["number"], summary["keo_dai"]["number"]
    assert words[4] == f"Đang mở: {open_}, quá hạn 1, quá hạn kéo dài {red}"
    assert red == 1
    assert [line.text for line in part.latest.lines] == [
        "Phường Mẫu: 1 việc quá hạn, trong đó kéo dài 1"
    ]
    page = client.get(part.latest.lines[0].url).content.decode()
    assert late.code in page
    assert part.decisions.count == 1
    assert "đơn vị đề nghị chuyển đơn vị khác" in part.decisions.lines[0].text


def test_statements_do_not_grow(make_case: MakeCase, django_assert_max_num_queries: object) -> None:
    for _n in range(3):
        make_case("disputed")
    now = timezone.now()
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert briefing.part(now - DAY, now).decisions.count == 3


def test_a_note_on_a_case_is_its_units(
    client: Client, make_case: MakeCase, leader: User, officer: User, clerk: User
) -> None:
    case = make_case("in_progress")
    client.force_login(leader)
    assert "Ghi ý kiến chỉ đạo" in client.get(case.work_url).content.decode()
    told = {
        "key": uuid.uuid4(),
        "due_on": f"{timezone.localdate() + 10 * DAY:%Y-%m-%d}",
        "text": "Đề nghị làm ngay (mẫu).",
    }
    answer = client.post(reverse("leader_note_new", args=["phan-anh", case.pk]), told)
    assert answer["Location"] == f"{case.work_url}#chi-dao"
    note = LeaderNote.objects.get()
    assert note.unit == case.unit
    for person, sees in ((officer, True), (clerk, False)):
        client.force_login(person)
        assert ("làm ngay (mẫu)" in client.get(case.work_url).content.decode()) is sees
        assert client.get(note.work_url).status_code == (200 if sees else 404)
        assert "Gửi ý kiến" not in client.get(case.work_url).content.decode()


def test_a_case_that_passed_on_leaves_the_note_with_who_was_asked(
    client: Client, make_case: MakeCase, leader: User, officer: User, other_officer: User
) -> None:
    case = make_case("in_progress")
    note = services.write_note(
        subject=case,
        text="Đề nghị làm ngay (mẫu).",
        due_on=timezone.localdate() + 10 * DAY,
        by=leader,
        key=uuid.uuid4(),
    )
    other = other_officer.memberships.get().unit
    Case.objects.filter(pk=case.pk).update(unit=other)
    client.force_login(officer)
    page = client.get(note.work_url).content.decode()
    assert "Trả lời" in page
    assert case.work_url not in page
    client.force_login(other_officer)
    assert client.get(note.work_url).status_code == 404


def test_a_case_without_a_unit_says_so(client: Client, make_case: MakeCase, leader: User) -> None:
    case = make_case("submitted")
    client.force_login(leader)
    assert "chưa giao cho đơn vị nào" in client.get(case.work_url).content.decode()
    told = {
        "key": uuid.uuid4(),
        "due_on": f"{timezone.localdate() + 10 * DAY:%Y-%m-%d}",
        "text": "Đề nghị làm ngay (mẫu).",
    }
    answer = client.post(reverse("leader_note_new", args=["phan-anh", case.pk]), told)
    assert answer.status_code == 400
    assert not LeaderNote.objects.exists()
