"""What campaigns give to the sheet of giao ban equals the progress; leaders' notes on a request."""

import uuid
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns import briefing
from campaigns.models import ContributionPage, FeaturePage
from campaigns.selectors.progress import progress
from campaigns.selectors.scope import Scope, campaign_themes, campaign_units
from portal.models import LeaderNote, Unit, User
from tests.campaigns.conftest import MakeContribution, MakeRequest

DAY = timedelta(days=1)


def test_numbers_are_those_of_the_progress(
    client: Client,
    feature: FeaturePage,
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    department: Unit,
    other_department: Unit,
    leader: User,
) -> None:
    make_request(due_in=-20, count=3)
    make_request(due_in=-10, count=3)
    make_request(due_in=-10, count=2, unit=other_department)
    make_request(due_in=10)
    page: ContributionPage = make_contribution()
    now = timezone.now()
    part = briefing.part(now - DAY, now)
    units = campaign_units(feature)
    found = progress(Scope(feature), now, units=units, themes=campaign_themes(feature))
    tallies = {line.unit: line.tally for line in found.units}
    mine = tallies[department]
    assert [line.text for line in part.latest.lines] == [
        f"{unit}: {tallies[unit].late} đề nghị quá hạn, lâu nhất {tallies[unit].days_late} ngày "
        f"làm việc · {feature.title}"
        for unit in (department, other_department)
    ]
    assert page.live
    assert [line.text for line in part.moved.lines] == [
        f"{department}: đăng mới 1, tất cả {mine.published} sản phẩm · {feature.title}"
    ]
    assert part.decisions.count == 0
    client.force_login(leader)
    for line in (*part.moved.lines, *part.latest.lines):
        assert client.get(line.url).status_code == 200, line


def test_a_note_on_a_request_is_its_units(
    client: Client, make_request: MakeRequest, leader: User, contributor: User, stranger: User
) -> None:
    asked = make_request()
    client.force_login(leader)
    told = {
        "key": uuid.uuid4(),
        "due_on": f"{timezone.localdate() + 10 * DAY:%Y-%m-%d}",
        "text": "Đề nghị gửi ngay (mẫu).",
    }
    answer = client.post(reverse("leader_note_new", args=["de-nghi", asked.pk]), told)
    assert answer["Location"] == f"{asked.work_url}#chi-dao"
    note = LeaderNote.objects.get()
    assert note.unit == asked.unit
    client.force_login(contributor)
    assert "gửi ngay (mẫu)" in client.get(asked.work_url).content.decode()
    client.force_login(stranger)
    assert client.get(note.work_url).status_code == 404
