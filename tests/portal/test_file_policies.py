"""Files of the editor: a unit's own, those of the board, and never another unit's."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.permissions import policy_registry

from portal.file_permissions import can_read_document, can_read_original
from portal.file_policies import usable_by
from portal.models import Membership, PortalDocument, PortalImage, User
from portal.provisioning import end_membership, save_membership
from portal.roles import Role
from tests.editor import People, sign_in
from tests.factories.images import PortalImageFactory

pytestmark = pytest.mark.usefixtures("indexes", "own_folders")

ODD_KEYS = ("999999999999999999999999", "abc", "-1", "1.5", "", "²")


def document(sender: User | None, title: str = "Tài liệu mẫu") -> PortalDocument:
    file = ContentFile(b"%PDF-1.7\n%%EOF\n", name="a.pdf")
    made: PortalDocument = PortalDocument.objects.create(
        title=title, file=file, uploaded_by_user=sender
    )
    return made


def image(sender: User | None, title: str = "Ảnh mẫu") -> PortalImage:
    made: PortalImage = PortalImageFactory(small=True, title=title, uploaded_by_user=sender)
    return made


MAKERS: dict[str, Callable[..., Any]] = {"images": image, "docs": document}
each_kind = pytest.mark.parametrize("kind", MAKERS)


def offered(user: User, kind: str, query: str = "") -> set[str]:
    """The titles that the chooser offers."""
    url = reverse(f"wagtail{kind}_chooser:choose_results")
    response = sign_in(user).get(url, {"q": query} if query else {})
    assert response.status_code == 200
    return {item.title for item in response.context["results"]}


@each_kind
def test_a_chooser_offers_what_is_of_the_unit_or_of_the_board(people: People, kind: str) -> None:
    make = MAKERS[kind]
    make(people.writer, "Tệp của phòng A")
    make(people.outsider, "Tệp của phòng B")
    make(people.board, "Tệp của Ban Biên tập")
    make(people.admin, "Tệp của quản trị")
    make(None, "Tệp nhập từ trước")
    everyones = {"Tệp của Ban Biên tập", "Tệp của quản trị", "Tệp nhập từ trước"}
    for query in ("", "tệp"):
        for user in (people.writer, people.colleague, people.head):
            assert offered(user, kind, query) == everyones | {"Tệp của phòng A"}
        assert offered(people.outsider, kind, query) == everyones | {"Tệp của phòng B"}
        assert len(offered(people.board, kind, query)) == 5
        assert len(offered(people.admin, kind, query)) == 5


@each_kind
def test_a_file_of_another_unit_cannot_be_chosen_by_its_key(people: People, kind: str) -> None:
    file = MAKERS[kind](people.outsider, "Tep-kin")
    chosen = reverse(f"wagtail{kind}_chooser:chosen", args=[file.pk])
    several = reverse(f"wagtail{kind}_chooser:chosen_multiple") + f"?id={file.pk}"
    model = type(file)._meta.model_name
    bulk = reverse("wagtail_bulk_action", args=["portal", model, "add_tags"]) + f"?id={file.pk}"
    for user, seen in ((people.outsider, True), (people.board, True), (people.writer, False)):
        client = sign_in(user)
        for url in (chosen, several, bulk):
            assert ("Tep-kin" in client.get(url, follow=True).content.decode()) == seen, url


def test_the_files_own_addresses_follow_the_same_rule(people: People) -> None:
    paper, photo = document(people.writer), image(people.writer)
    for user in (people.writer, people.colleague, people.head, people.board, people.admin):
        assert can_read_document(user, paper)
        assert can_read_original(user, photo)
        assert sign_in(user).get(paper.url).status_code == 200
    for user in (people.outsider, people.other_head):
        assert not can_read_document(user, paper)
        assert not can_read_original(user, photo)
        assert sign_in(user).get(paper.url).status_code == 404


def test_the_unit_is_that_of_the_day_of_sending(people: People) -> None:
    """A person who moves to another unit leaves the earlier files with the earlier one."""
    earlier = document(people.writer)
    sent = timezone.make_aware(datetime(2018, 5, 30, 8))
    PortalDocument.objects.filter(pk=earlier.pk).update(created_at=sent)
    membership = Membership.objects.get(user=people.writer)
    end_membership(membership, last_day=date(2018, 5, 30))
    save_membership(
        Membership(
            user=people.writer,
            unit=people.other_unit,
            role=Role.CONTRIBUTOR,
            start=date(2018, 5, 31),
        )
    )
    later = document(people.writer)
    assert set(usable_by(people.colleague, PortalDocument)) == {earlier}
    assert set(usable_by(people.outsider, PortalDocument)) == {later}
    # Their own stay theirs.
    writer = User.objects.get(pk=people.writer.pk)
    assert set(usable_by(writer, PortalDocument)) == {earlier, later}
    earlier.refresh_from_db()
    assert timezone.localtime(earlier.created_at).date() + timedelta(days=1) == date(2018, 5, 31)


def test_a_writer_changes_only_what_is_own(people: People) -> None:
    policy = policy_registry.get_by_type(PortalImage)
    photo = image(people.writer)
    allowed = [
        user.username
        for user in (people.writer, people.colleague, people.outsider, people.board, people.admin)
        if policy.user_has_permission_for_instance(user, "change", photo)
    ]
    assert allowed == ["writer", "board", "admin"]


@each_kind
def test_asking_costs_the_same_for_any_number_of_files(
    people: People, kind: str, django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        MAKERS[kind](people.writer)
    policy = policy_registry.get_by_type(type(MAKERS[kind](people.outsider)))
    user = User.objects.get(pk=people.colleague.pk)
    list(policy.instances_user_has_any_permission_for(user, ["choose"]))
    with django_assert_num_queries(1):
        found = list(policy.instances_user_has_any_permission_for(user, ["choose"]))
    assert len(found) == 12


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_chooser_asked_for_what_is_no_key_finds_nothing(people: People, key: str) -> None:
    for user in (people.writer, people.board):
        client = sign_in(user)
        for kind in ("images", "docs"):
            url = reverse(f"wagtail{kind}_chooser:chosen_multiple")
            assert client.get(url, {"id": key}).status_code == 404
            assert client.get(url, {"id": ["1", key]}).status_code == 404
            if key:
                chosen = reverse(f"wagtail{kind}_chooser:chosen", args=[key])
                assert client.get(chosen).status_code == 404
        pages = reverse("wagtailadmin_choose_page_chosen_multiple")
        assert client.get(pages, {"id": key}).status_code == 404
    assert sign_in(people.board).get(reverse("wagtailimages_chooser:chosen_multiple")).content
