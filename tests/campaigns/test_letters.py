"""One letter tells a unit of all that it owes; what was urged is not urged again by itself."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beautiful_city.foundation import lay
from beautiful_city.models import Case, Category, DeadlinePolicy
from beautiful_city.states import State
from campaigns import late
from campaigns.letters import key_of, owed_requests
from campaigns.models import ContributionRequest
from home.models import HomePage
from portal import reminders
from portal.letters import ensure_templates, letters_about, owed_by_unit, record_number
from portal.models import Letter, LetterTemplate, Unit, User
from tests.campaigns.conftest import MakeContribution, MakeRequest
from tests.programs import path_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def templates(db: None) -> None:
    ensure_templates()


@pytest.fixture
def late_request(make_request: MakeRequest) -> ContributionRequest:
    return make_request(due_in=-30, count=5, topic="Bài về nông thôn mới")


@pytest.fixture
def late_case(site: HomePage, department: Unit) -> Case:
    lay(site)
    category = Category.objects.get(code="rac-thai")
    now = timezone.now()
    return Case.objects.create(
        year=2018,
        number=7,
        kind=category.kind,
        category=category,
        title="Rác ở ngõ mẫu",
        place_text="Ngõ mẫu",
        state=State.ASSIGNED,
        unit=department,
        policy=DeadlinePolicy.objects.filter(severity="normal").get(),
        allowed_hours=24,
        submitted_at=now - timedelta(days=30),
        assigned_at=now - timedelta(days=30),
        clock_since=now - timedelta(days=30),
        deadline_at=now - timedelta(days=20),
        public_at=now - timedelta(days=30),
        is_public=True,
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def ask_letter(client: Client, unit: Unit, *keys: str, after: int = 0) -> Letter:
    """Make a letter by the form, from the template that it proposes."""
    template = LetterTemplate.objects.get(series="don-doc-chung")
    address = f"/viec/cong-van/lap/{unit.pk}/"
    data = {"template": template.pk, "things": keys, "after": after}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    return Letter.objects.latest("pk")


def test_what_a_late_request_says(
    late_request: ContributionRequest,
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    contributor: User,
    department: Unit,
    other_department: Unit,
) -> None:
    make_contribution(request=late_request)
    make_request(due_in=5)
    make_request(due_in=-30, unit=other_department)
    now = timezone.now()
    [found] = owed_requests(now, [department])
    assert (found.title, found.place) == (
        f"{late_request.code} · Bài về nông thôn mới",
        "Chuyên trang mẫu",
    )
    assert (found.missing, found.state) == ("còn thiếu 4 trong 5 bài", "Đã gửi 1")
    counted = ContributionRequest.objects.with_counts().get(pk=late_request.pk)
    assert found.days_late == counted.days_late(now) > 15
    assert len(list(owed_requests(now, None))) == 2


def test_a_letter_says_how_often_the_unit_was_reminded(
    late_request: ContributionRequest,
    contributor: User,
    department: Unit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reminders, "_sources", {"campaigns": late.reminders_due})
    monday = timezone.localtime().replace(hour=9) + timedelta(days=7)
    monday -= timedelta(days=monday.weekday())
    reminders.run(monday, ordinary=True)
    [found] = owed_requests(timezone.now(), [department])
    assert found.state == "Chưa gửi, đã nhắc 1 lần"


def test_the_statements_do_not_grow(
    make_request: MakeRequest, department: Unit, late_request: ContributionRequest
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            list(owed_requests(timezone.now(), None))
        return len(counted)

    statements()
    few = statements()
    for _number in range(5):
        make_request(due_in=-20)
    assert statements() <= few <= 3


def test_nothing_is_urged_twice_by_itself(
    late_request: ContributionRequest,
    late_case: Case,
    board: User,
    department: Unit,
) -> None:
    client = signed_in(board)
    address = f"/viec/cong-van/lap/{department.pk}/"
    form = client.get(address).context["form"]
    both = {f"case-{late_case.pk}", key_of(late_request)}
    assert set(form["things"].value()) == both
    template = LetterTemplate.objects.get(pk=form["template"].value())
    assert template.series == "don-doc-chung", "of both kinds"
    letter = ask_letter(client, department, key_of(late_request))
    assert [line["group"] for line in letter.lines] == ["Tin, bài, tư liệu chưa gửi"]

    page = client.get(address)
    assert page.context["form"]["things"].value() == [f"case-{late_case.pk}"]
    assert page.context["form"]["template"].value() != template.pk, "of cases alone"
    assert "chưa ghi số" in page.content.decode()
    # The same form again, by a second click or by a colleague who had it open.
    data = {"template": template.pk, "things": [key_of(late_request)], "after": 0}
    again = client.post(address, data)
    assert again.status_code == 400
    assert "Vừa có công văn khác" in again.content.decode()
    assert Letter.objects.count() == 1

    today = timezone.localdate()
    record_number(letter=letter, number="12/UBND", issued_on=today, by=board)
    words = f"đã đôn đốc bằng Công văn số 12/UBND ngày {today:%d/%m/%Y}"
    assert words in client.get(address).content.decode()
    assert [str(each) for each in letters_about(key_of(late_request), department.pk)] == [words]
    assert letters_about(f"case-{late_case.pk}", department.pk) == []
    assert f"Đ{words[1:]}" in client.get(late_request.work_url).content.decode()
    # It may be urged again deliberately, and then its line says that it was urged before.
    second = ask_letter(client, department, key_of(late_request), after=letter.pk)
    assert second.lines[0]["state"] == f"Chưa gửi; {words}"


def test_after_a_week_it_is_proposed_again(
    late_request: ContributionRequest, board: User, department: Unit
) -> None:
    letter = ask_letter(signed_in(board), department, key_of(late_request))
    Letter.objects.filter(pk=letter.pk).update(created_at=timezone.now() - timedelta(days=7))
    [found] = owed_by_unit(timezone.now(), department)
    assert found.urged is not None
    form = signed_in(board).get(f"/viec/cong-van/lap/{department.pk}/").context["form"]
    assert form["things"].value() == [key_of(late_request)]


@pytest.mark.program("soffice")
def test_libreoffice_opens_the_letter_with_the_right_rows(
    late_request: ContributionRequest,
    late_case: Case,
    make_request: MakeRequest,
    board: User,
    department: Unit,
    tmp_path: Path,
) -> None:
    later = make_request(due_in=-10, topic="Tư liệu về năm 2009", kind="record", count=2)
    keys = [key_of(later), key_of(late_request), f"case-{late_case.pk}"]
    letter = ask_letter(signed_in(board), department, *keys)
    source = tmp_path / "cong-van.docx"
    with letter.file.open("rb") as file:
        source.write_bytes(file.read())
    command = [
        str(path_of("soffice")),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "cong-van.txt").read_text(encoding="utf-8-sig")
    expected = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kính gửi: Phòng Kinh tế mẫu",
        "còn 03 việc đã quá thời hạn",
        "Phụ lục",
        "DANH SÁCH VIỆC QUÁ HẠN CỦA PHÒNG KINH TẾ MẪU",
        "I. Vụ việc chưa khắc phục (01 việc)",
        "Ảnh",
        "2018-7 · Rác ở ngõ mẫu",
        "II. Tin, bài, tư liệu chưa gửi (02 việc)",
        "Còn thiếu",
        f"{late_request.code} · Bài về nông thôn mới",
        "còn thiếu 5 trong 5 bài",
        f"{late_request.deadline:%d/%m/%Y}",
        f"{later.code} · Tư liệu về năm 2009",
        "còn thiếu 2 trong 2 tư liệu",
    ]
    at = 0
    for words in expected:
        found = text.find(words, at)
        assert found >= 0, f"{words!r} is not in its place in:\n{text}"
        at = found + 1
