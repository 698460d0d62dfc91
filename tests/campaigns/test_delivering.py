"""A contribution on its way through the editorial office, and how it counts for the unit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from campaigns.models import ContributionListing, ContributionPage, ContributionRequest, Delivery
from campaigns.services import delivering
from campaigns.services.core import Refused
from campaigns.states import DeliveryState
from portal import editorial
from portal.models import Unit, User
from tests.campaigns.conftest import MakeContribution, MakeRequest

pytestmark = pytest.mark.usefixtures("indexes")


def counts(request: ContributionRequest) -> tuple[int, int, int]:
    """What is owed, handed in, taken."""
    row = ContributionRequest.objects.with_counts().get(pk=request.pk)
    return row.owing, row.handed_in, row.taken


def state(page: ContributionPage) -> str:
    return Delivery.objects.get(page=page).state


def send(page: ContributionPage, user: User) -> WorkflowState:
    workflow = page.get_workflow()
    assert workflow is not None
    started: WorkflowState = workflow.start(page, user)
    return started


def answer(page: ContributionPage, user: User, action: str, comment: str = "") -> None:
    """Answer the step on which the item stands, as the editor does."""
    page = ContributionPage.objects.get(pk=page.pk)
    current: TaskState = page.current_workflow_task_state
    current.task.specific.on_action(current, user, action, comment=comment)


@pytest.fixture
def item(
    make_request: MakeRequest, make_contribution: MakeContribution, contributor: User
) -> ContributionPage:
    return make_contribution(live=False, request=make_request(count=2), owner=contributor)


def test_the_way_of_an_item(
    item: ContributionPage, contributor: User, head: User, board: User
) -> None:
    request = item.request
    assert request is not None
    assert (state(item), counts(request)) == (DeliveryState.DRAFT, (2, 0, 0))
    send(item, contributor)
    assert (state(item), counts(request)) == (DeliveryState.WITH_HEAD, (2, 0, 0))
    answer(item, head, "approve")
    assert (state(item), counts(request)) == (DeliveryState.SENT, (1, 1, 0))
    answer(item, board, "approve")
    assert (state(item), counts(request)) == (DeliveryState.PUBLISHED, (1, 1, 1))
    delivery = Delivery.objects.get(page=item)
    assert delivery.sent_at is not None
    assert delivery.published_at is not None
    assert ContributionListing.objects.get(contribution=item).theme == item.get_parent().specific


def test_a_returned_item_is_owed_again_and_says_why(
    item: ContributionPage, contributor: User, head: User, board: User
) -> None:
    send(item, contributor)
    answer(item, head, "approve")
    answer(item, board, "reject", "Thiếu nguồn số liệu")
    delivery = Delivery.objects.get(page=item)
    assert (delivery.state, delivery.reason) == (DeliveryState.RETURNED, "Thiếu nguồn số liệu")
    assert item.request is not None
    assert counts(item.request) == (2, 0, 0)


def test_a_refused_item_counts_no_more(
    item: ContributionPage, contributor: User, head: User, board: User
) -> None:
    send(item, contributor)
    answer(item, head, "approve")
    answer(item, board, "refuse", "Không đúng chủ đề")
    delivery = Delivery.objects.get(page=item)
    assert (delivery.state, delivery.reason) == (DeliveryState.REFUSED, "Không đúng chủ đề")
    assert item.request is not None
    assert counts(item.request) == (2, 0, 0)


def test_an_item_that_is_taken_down_counts_no_more_and_is_owed_again(
    make_request: MakeRequest, make_contribution: MakeContribution, board: User
) -> None:
    request = make_request()
    page = make_contribution(request=request)
    assert counts(request) == (0, 1, 1)
    editorial.take_down(page=page, user=board, reason="Sai nguồn")
    assert (state(page), counts(request)) == (DeliveryState.TAKEN_DOWN, (1, 0, 0))
    assert not ContributionListing.objects.filter(contribution=page).exists()
    page.refresh_from_db()
    page.save_revision().publish()
    assert (state(page), counts(request)) == (DeliveryState.PUBLISHED, (0, 1, 1))


def test_an_item_counts_for_no_other_units_request(
    make_request: MakeRequest, make_contribution: MakeContribution, other_department: Unit
) -> None:
    request = make_request(unit=other_department)
    page = make_contribution(request=request)
    assert Delivery.objects.get(page=page).request is None
    assert counts(request) == (1, 0, 0)


def test_a_request_that_is_lowered_afterwards_is_fulfilled(
    make_request: MakeRequest, make_contribution: MakeContribution
) -> None:
    request = make_request(count=3)
    make_contribution(request=request)
    make_contribution("Bài thứ hai", request=request)
    assert counts(request)[0] == 1
    ContributionRequest.objects.filter(pk=request.pk).update(count=2)
    assert counts(request)[0] == 0


def test_two_items_taken_for_one(
    make_request: MakeRequest, make_contribution: MakeContribution, board: User, contributor: User
) -> None:
    request = make_request(count=2)
    make_contribution(request=request)
    second = Delivery.objects.get(page=make_contribution("Bài ngắn", request=request))
    with pytest.raises(PermissionDenied):
        delivering.count_as(delivery=second, counts_for=0, by=contributor, reason="Gộp")
    with pytest.raises(Refused):
        delivering.count_as(delivery=second, counts_for=0, by=board, reason="")
    delivering.count_as(delivery=second, counts_for=0, by=board, reason="Gộp với bài thứ nhất")
    assert counts(request) == (1, 1, 1)
    change = request.changes.last()
    assert change is not None
    assert change.after["counts_for"] == 0


def test_a_deleted_draft_leaves_nothing(
    make_contribution: MakeContribution, make_request: MakeRequest
) -> None:
    page = make_contribution(live=False, request=make_request())
    page.delete()
    assert not Delivery.objects.exists()


def test_a_published_item_that_is_deleted_stays_in_the_history(
    make_contribution: MakeContribution, make_request: MakeRequest
) -> None:
    request = make_request()
    make_contribution(request=request).delete()
    delivery = Delivery.objects.get()
    assert (delivery.page, delivery.state) == (None, DeliveryState.TAKEN_DOWN)
    assert counts(request) == (1, 0, 0)


def test_what_the_board_publishes_by_itself_counts_from_then(
    make_contribution: MakeContribution, make_request: MakeRequest
) -> None:
    before = timezone.now()
    delivery = Delivery.objects.get(page=make_contribution(request=make_request()))
    assert delivery.sent_at is not None
    assert before <= delivery.sent_at
