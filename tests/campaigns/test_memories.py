"""Góc ký ức: rights and consent first, nothing public before the board, gone when taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.models import FeaturePage, Memory
from campaigns.selectors.memories import public_memories, waiting_memories
from campaigns.services import memories, restoring
from campaigns.services.core import Refused
from campaigns.services.memories import Overtaken, Told
from campaigns.states import ChildrenShown, MemoryState
from portal import uploads
from portal.models import Photo, User
from portal.storage import private_storage
from portal.uploads.spam import stamp
from tests.devices import with_device
from tests.factories.images import image_bytes
from tests.threads import all_well, at_once, in_threads

WALL = "/chuyen-trang-mau/goc-ky-uc/"
SEND = f"{WALL}gui/"
TRACK = f"{WALL}tra-cuu/"
CODE = re.compile(r'id="ma" type="text" value="([^"]+)"')
MODEST = 8
"""SQL statements of the wall, at most."""

MakeMemory = Callable[..., Memory]
Committed = Callable[[], AbstractContextManager[Any]]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexes")]


def filled(**values: Any) -> dict[str, Any]:
    """A form as a person fills it in; a value of None is left out."""
    data: dict[str, Any] = {
        "title": "Chuyến phà mẫu",
        "words": "Lời kể mẫu.",
        "year": "1998",
        "place": "Bến mẫu",
        "sender_name": "Người gửi mẫu",
        "owns_picture": "on",
        "people_agree": "on",
        "children": "none",
        "batch": str(uuid.uuid4()),
        "seed": str(uuid.uuid4()),
        "opened": stamp(timezone.now() - timedelta(minutes=1)),
        **values,
    }
    return {name: value for name, value in data.items() if value is not None}


def jpeg() -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.jpg", image_bytes("JPEG"), "image/jpeg")


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def code_in(response: HttpResponse) -> str:
    found = CODE.search(text_of(response))
    assert found, text_of(response)
    return found[1]


def public_files(memory: Memory) -> list[Any]:
    return [each.public_file for each in memory.photo.derivatives.all() if each.public_file]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """`with committed():` does at its end what waits for the commit, files above all."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def make_memory(feature: FeaturePage, committed: Committed) -> MakeMemory:
    """Sent by the real service, with its pictures made: `make_memory(code="…", published_by=…)`."""

    def make(
        *, code: str = "", published_by: User | None = None, now: Any = None, **told: Any
    ) -> Memory:
        batch = uuid.uuid4()
        photo = uploads.receive(file=BytesIO(image_bytes("JPEG")), key=uuid.uuid4(), batch=batch)
        uploads.make_derivatives(photo_id=photo.pk)
        words = {"title": "Chuyến phà mẫu", "owns_picture": True, "people_agree": True}
        sent = memories.send(
            feature=feature,
            key=batch,
            photos=[photo],
            owner=None,
            told=Told(**{**words, "children": ChildrenShown.NONE, **told}),
            code=code or uploads.new_code(),
            now=now,
        )
        if published_by:
            with committed():
                memories.publish(memory=sent.memory, by=published_by)
        return Memory.objects.select_related("photo").get(pk=sent.memory.pk)

    return make


# --- sending --------------------------------------------------------------------------------


def test_a_stranger_sends_a_picture_without_a_script_and_is_given_a_code(
    client: Client, feature: FeaturePage
) -> None:
    page = client.get(SEND)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert 'style="' not in text_of(page)
    assert "keep_place" not in text_of(page)
    response = client.post(SEND, filled(photos=[jpeg()], contact="0912 345 678"))
    assert response.status_code == 200
    memory = Memory.objects.get()
    assert (memory.state, memory.feature, memory.year) == (MemoryState.WAITING, feature, 1998)
    assert memory.photo.claimed_at is not None
    assert uploads.digest(code_in(response)) == memory.code_digest
    assert "0912" not in text_of(response)
    assert public_memories(feature, 5) == []
    assert list(waiting_memories()) == [memory]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"owns_picture": None}, "xác nhận có quyền đối với ảnh"),
        ({"people_agree": None}, "người trong ảnh đã đồng ý"),
        ({"children": None}, "có trẻ em hay không"),
        ({"children": "consent"}, "ai đã đồng ý cho đăng ảnh của trẻ"),
        ({"children": "consent", "consent_by": "Mẹ của trẻ"}, "Hãy ghi ngày đồng ý"),
        (
            {"children": "consent", "consent_by": "Mẹ của trẻ", "consent_on": "2999-01-01"},
            "không thể sau hôm nay",
        ),
        ({"title": ""}, "đặt tên cho ảnh"),
        ({"words": "a" * 601}, "600"),
        ({"year": "2999"}, "Năm từ 1800"),
        ({"photos": []}, "Cần ít nhất 1 ảnh"),
        ({"website": "https://example.com"}, "Để trống ô này"),
    ],
)
def test_what_is_not_stated_is_asked_for_and_nothing_typed_is_lost(
    client: Client, feature: FeaturePage, values: dict[str, Any], sentence: str
) -> None:
    response = client.post(SEND, filled(**{"photos": [jpeg()], **values}))
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert "Bến mẫu" in text_of(response)
    assert not Memory.objects.exists()


def test_children_are_shown_with_the_consent_named(client: Client, feature: FeaturePage) -> None:
    consent = {"children": "consent", "consent_by": "Mẹ của trẻ và trẻ", "consent_on": "01/05/2018"}
    assert client.post(SEND, filled(photos=[jpeg()], **consent)).status_code == 200
    memory = Memory.objects.get()
    assert (memory.consent_by, memory.consent_on) == ("Mẹ của trẻ và trẻ", date(2018, 5, 1))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"owns_picture": False}, "owns_picture"),
        ({"people_agree": False}, "people_agree"),
        ({"children": ""}, "children"),
        ({"children": "consent", "consent_on": date(2018, 5, 1)}, "consent_by"),
        ({"children": "consent", "consent_by": "Mẹ của trẻ"}, "consent_on"),
    ],
)
def test_the_service_itself_asks_for_rights_and_consent(
    make_memory: MakeMemory, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        make_memory(**told)
    assert refused.value.field == field
    assert make_memory().state == MemoryState.WAITING


def test_the_same_form_twice_is_one_memory_with_one_code(
    client: Client, feature: FeaturePage
) -> None:
    data = filled()
    first = client.post(SEND, {**data, "photos": [jpeg()]})
    again = client.post(SEND, {**data, "photos": [jpeg()]})
    assert Memory.objects.count() == 1
    assert code_in(first) == code_in(again)
    assert "Đã nhận ảnh này trước đó" in text_of(again)
    # Who knows the batch alone is not given the code.
    other = client.post(SEND, {**data, "seed": str(uuid.uuid4()), "photos": [jpeg()]})
    assert CODE.search(text_of(other)) is None


def test_two_pictures_are_one_too_many(client: Client, feature: FeaturePage) -> None:
    other = SimpleUploadedFile("b.jpg", image_bytes("JPEG", size=(90, 60)), "image/jpeg")
    response = client.post(SEND, filled(photos=[jpeg(), other]))
    assert response.status_code == 400
    assert "tối đa 1 ảnh" in text_of(response)


@pytest.mark.parametrize("closing", ["switch", "date"])
def test_a_closed_wall_says_so_and_takes_nothing(
    client: Client, feature: FeaturePage, closing: str
) -> None:
    today = timezone.localdate()
    feature.closed_on = today
    feature.save()
    assert "Gửi ảnh của bạn" in text_of(client.get(WALL))  # its last day
    if closing == "switch":
        feature.memories_open = False
    else:
        feature.closed_on = today - timedelta(days=1)
    feature.save()
    page = client.get(SEND)
    assert page.status_code == 200
    assert "đã ngừng nhận ảnh mới" in text_of(page)
    assert "<textarea" not in text_of(page)
    assert client.post(SEND, filled(photos=[jpeg()])).status_code == 409
    assert not Memory.objects.exists()
    assert "Gửi ảnh của bạn" not in text_of(client.get(WALL))


def test_one_browser_sends_six_in_ten_minutes(client: Client, feature: FeaturePage) -> None:
    client.get(SEND)
    statuses = [
        client.post(SEND, filled(title=f"Ảnh {at}", photos=[jpeg()])).status_code for at in range(7)
    ]
    assert statuses == [200] * 6 + [429]


@pytest.mark.parametrize("path", ["", "gui/", "tra-cuu/"])
def test_only_a_public_campaign_has_a_wall(
    client: Client, feature: FeaturePage, committed: Committed, path: str
) -> None:
    assert client.get(WALL + path).status_code == 200
    assert client.get(f"/khong-co/goc-ky-uc/{path}").status_code == 404
    with committed():
        feature.unpublish()
    assert client.get(WALL + path).status_code == 404


# --- the wall -------------------------------------------------------------------------------


def test_the_wall_shows_what_is_published_and_nothing_that_is_the_boards(
    client: Client, make_memory: MakeMemory, board: User
) -> None:
    assert "Chưa có ảnh nào ở đây" in text_of(client.get(WALL))
    told = {"words": "Đi chợ.\n\nVề muộn.", "year": 1998, "place": "Bến mẫu"}
    make_memory(
        published_by=board,
        title="Ảnh đã đăng",
        sender_name="Tên hiển thị mẫu",
        contact="0912345678",
        children="consent",
        consent_by="Mẹ của trẻ",
        consent_on=date(2018, 5, 1),
        **told,
    )
    make_memory(title="Ảnh đang chờ")
    page = text_of(client.get(WALL))
    for words in ("Ảnh đã đăng", "<p>Về muộn.</p>", "Bến mẫu, 1998", "Tên hiển thị mẫu"):
        assert words in page
    for words in ("0912345678", "Mẹ của trẻ", "Ảnh đang chờ", 'style="', "csrfmiddlewaretoken"):
        assert words not in page


def test_the_wall_is_paged_by_place_in_as_many_statements(
    client: Client, make_memory: MakeMemory, board: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.selectors.memories.PAGE_SIZE", 2)
    start = timezone.now() - timedelta(days=1)
    for at in range(3):
        make_memory(published_by=board, title=f"Ảnh {at}", now=start + timedelta(minutes=at))
    client.get(WALL)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        first = text_of(client.get(WALL))
    assert len(seen) <= MODEST
    assert ["Ảnh 2" in first, "Ảnh 1" in first, "Ảnh 0" in first] == [True, True, False]
    older = re.search(r'href="(\?truoc=[^"]+)"\s+rel="next"', first)
    assert older
    second = text_of(client.get(WALL + older[1]))
    assert "Ảnh 0" in second
    assert "Ảnh 2" not in second


def test_the_block_of_the_feature_page_costs_two_statements(
    make_memory: MakeMemory,
    feature: FeaturePage,
    board: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _at in range(3):
        make_memory(published_by=board)
    with django_assert_num_queries(2):
        shown = public_memories(feature, 2)
    assert len(shown) == 2
    assert shown[0].picture["src"]


# --- coming back with the code ---------------------------------------------------------------


def test_withdrawing_hides_the_picture_at_once_and_clears_the_kept_wall(
    client: Client, make_memory: MakeMemory, board: User, committed: Committed, settings: Any
) -> None:
    settings.PAGE_CACHE_SECONDS = 300
    caches["pages"].clear()
    code = uploads.new_code()
    memory = make_memory(code=code, published_by=board, contact="0912345678")
    files = public_files(memory)
    assert files
    assert "Chuyến phà mẫu" in text_of(client.get(WALL))
    asked = text_of(client.post(TRACK, {"code": code.lower().replace("-", " ")}))
    assert "Tình trạng: Đã đăng" in asked
    assert "Bạn muốn rút" in asked
    with committed():
        done = client.post(TRACK, {"code": code, "buoc": "rut"})
    assert "Người gửi đã rút" in text_of(done)
    assert not any(file.storage.exists(file.name) for file in files)
    assert "Chuyến phà mẫu" not in text_of(client.get(WALL))
    memory.refresh_from_db()
    assert (memory.state, memory.contact) == (MemoryState.WITHDRAWN, "")
    # A backup of before, once restored, shows it no more.
    Memory.objects.filter(pk=memory.pk).update(state=MemoryState.PUBLISHED, contact="0912345678")
    restoring.withdraw_again(str(memory.key))
    memory.refresh_from_db()
    assert (memory.state, memory.contact) == (MemoryState.WITHDRAWN, "")
    # Once more is as good, and the board has nothing to decide any more.
    assert client.post(TRACK, {"code": code, "buoc": "rut"}).status_code == 200
    with pytest.raises(Overtaken):
        memories.publish(memory=memory, by=board)


@pytest.mark.parametrize("code", ["", "abc", "7K2M-9QXA-4HRT-PW8C"])
def test_a_wrong_code_and_none_are_answered_alike(
    client: Client, make_memory: MakeMemory, code: str
) -> None:
    memory = make_memory()
    response = client.post(TRACK, {"code": code, "buoc": "rut"})
    assert response.status_code == 400
    assert "Không tìm thấy ảnh có mã này" in text_of(response)
    memory.refresh_from_db()
    assert memory.state == MemoryState.WAITING


def test_codes_are_not_tried_without_end(client: Client, feature: FeaturePage) -> None:
    with_device(client)
    statuses = {client.post(TRACK, {"code": "abc"}).status_code for _at in range(31)}
    assert statuses == {400, 429}


# --- the board ------------------------------------------------------------------------------


def test_nobody_but_the_board_sees_a_waiting_picture(
    client: Client,
    make_memory: MakeMemory,
    board: User,
    head: User,
    leader: User,
    feature: FeaturePage,
) -> None:
    memory = make_memory()
    queue = f"/viec/chuyen-trang/{feature.pk}/goc-ky-uc/"
    preview = uploads.preview_url(memory.photo, 400)
    original = f"/anh/{memory.photo.key}/goc/"
    decision = f"{queue}{memory.pk}/dang/"
    assert client.get(preview).status_code == 404
    assert client.get(queue).status_code == 302  # to the sign-in
    for user in (head, leader):
        client.force_login(user)
        paths = [preview, original, queue, f"{queue}{memory.pk}/lam-mo/"]
        assert [client.get(path).status_code for path in paths] == [404] * 4
        assert client.post(decision).status_code == 404
        with pytest.raises(PermissionDenied):
            memories.publish(memory=memory, by=user)
    client.force_login(board)
    assert client.get(preview).status_code == 200
    assert client.get(original).status_code == 200
    assert memory.title in text_of(client.get(queue))
    assert client.get(f"/viec/chuyen-trang/{feature.pk + 99}/goc-ky-uc/").status_code == 404
    # What its sender took back, not even the board.
    memories.withdraw(memory=memory)
    assert client.get(preview).status_code == 404
    assert memory.title not in text_of(client.get(queue))
    assert client.post(decision).status_code == 404


def test_the_board_publishes_blurs_hides_and_looks_again(
    client: Client,
    make_memory: MakeMemory,
    board: User,
    feature: FeaturePage,
    committed: Committed,
) -> None:
    memory = make_memory()
    queue = f"/viec/chuyen-trang/{feature.pk}/goc-ky-uc/"
    client.force_login(board)
    box = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    box |= {"form-0-x": 10, "form-0-y": 10, "form-0-width": 20, "form-0-height": 20}
    with committed():
        assert client.post(f"{queue}{memory.pk}/lam-mo/", box).status_code == 302
    memory.photo.refresh_from_db()
    assert memory.photo.boxes == [[0.1, 0.1, 0.2, 0.2]]
    with committed():
        page = client.post(f"{queue}{memory.pk}/dang/", follow=True)
    assert "Đã đăng “Chuyến phà mẫu”" in text_of(page)
    assert public_files(memory)
    # Without a reason nothing is hidden.
    assert client.post(f"{queue}{memory.pk}/an/").status_code == 400
    reason = {f"ly-do-{memory.pk}-reason": "Người trong ảnh đề nghị."}
    with committed():
        assert client.post(f"{queue}{memory.pk}/an/", reason).status_code == 302
    memory.refresh_from_db()
    assert (memory.state, memory.reason) == (MemoryState.HIDDEN, "Người trong ảnh đề nghị.")
    assert public_files(memory) == []
    assert client.post(f"{queue}{memory.pk}/xem-lai/").status_code == 302
    memory.refresh_from_db()
    assert (memory.state, memory.decided_by) == (MemoryState.WAITING, None)
    assert client.post(f"{queue}{memory.pk}/la/").status_code == 404


def test_a_refusal_is_told_to_the_sender_and_can_be_undone(
    client: Client, make_memory: MakeMemory, board: User, feature: FeaturePage
) -> None:
    code = uploads.new_code()
    memory = make_memory(code=code)
    queue = f"/viec/chuyen-trang/{feature.pk}/goc-ky-uc/{memory.pk}/"
    client.force_login(board)
    bad = client.post(f"{queue}tu-choi/")
    assert bad.status_code == 400
    assert "Cần ghi lý do" in text_of(bad)
    reason = {f"ly-do-{memory.pk}-ready": "Trùng với ảnh đã gửi."}
    client.post(f"{queue}tu-choi/", reason)
    assert "Trùng với ảnh đã gửi." in text_of(Client().post(TRACK, {"code": code}))
    client.post(f"{queue}xem-lai/")
    assert "Tình trạng: Chờ duyệt" in text_of(Client().post(TRACK, {"code": code}))


def test_of_two_moderators_the_second_is_told_who_was_first(
    client: Client,
    make_memory: MakeMemory,
    board: User,
    make_user: Callable[..., User],
    feature: FeaturePage,
) -> None:
    memory = make_memory()
    second = make_user("quan-tri", is_superuser=True)
    memories.publish(memory=memory, by=board)
    with pytest.raises(Overtaken, match=str(board)):
        memories.refuse(memory=memory, by=second, reason="Trùng")
    client.force_login(second)
    response = client.post(
        f"/viec/chuyen-trang/{feature.pk}/goc-ky-uc/{memory.pk}/tu-choi/",
        {f"ly-do-{memory.pk}-reason": "Trùng"},
    )
    assert response.status_code == 409
    assert str(board) in text_of(response)
    memory.refresh_from_db()
    assert memory.state == MemoryState.PUBLISHED


def test_a_picture_that_nobody_could_see_yet_is_not_published(
    make_memory: MakeMemory, board: User
) -> None:
    memory = make_memory()
    Photo.objects.filter(pk=memory.photo_id).update(derivatives_made_at=None)
    with pytest.raises(Refused, match="đang được xử lý"):
        memories.publish(memory=memory, by=board)


# --- forgetting -----------------------------------------------------------------------------


def test_contacts_and_what_is_not_shown_go_ninety_days_after_the_decision(
    make_memory: MakeMemory, board: User, committed: Committed
) -> None:
    shown = make_memory(published_by=board, contact="0912345678")
    refused = make_memory(contact="0912345679")
    memories.refuse(memory=refused, by=board, reason="Trùng")
    waiting = make_memory(contact="0912345670")
    fresh = make_memory(published_by=board, contact="0912345671")
    long_ago = timezone.now() - timedelta(days=91)
    Memory.objects.filter(pk__in=[shown.pk, refused.pk]).update(decided_at=long_ago)
    with committed():
        assert memories.forget() == "2 · 1"
    assert memories.forget() == "0 · 0"
    kept = dict(Memory.objects.values_list("pk", "contact"))
    assert kept == {
        shown.pk: "",
        refused.pk: "",
        waiting.pk: "0912345670",
        fresh.pk: "0912345671",
    }
    refused.photo.refresh_from_db()
    shown.photo.refresh_from_db()
    assert not refused.photo.original
    assert private_storage().exists(shown.photo.original.name)


# --- at the same moment ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_is_one_memory(feature: FeaturePage) -> None:
    in_threads()
    batch = uuid.uuid4()
    photo = uploads.receive(file=BytesIO(image_bytes("JPEG")), key=uuid.uuid4(), batch=batch)
    data = filled(batch=str(batch), photo_keys=[str(photo.key)])
    codes = all_well([lambda: code_in(Client().post(SEND, data))] * 4)
    assert len(set(codes)) == 1
    assert Memory.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_counts(
    make_memory: MakeMemory, board: User, make_user: Callable[..., User]
) -> None:
    in_threads()
    memory = make_memory()
    second = make_user("quan-tri", is_superuser=True)
    results = at_once(
        [
            lambda: memories.publish(memory=memory, by=board),
            lambda: memories.refuse(memory=memory, by=second, reason="Trùng"),
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["Memory", "Overtaken"]


@pytest.mark.parametrize(
    ("state", "refusal", "words"),
    [
        ("pending", "", "Đang kiểm tra một ảnh"),
        ("refused", "Ảnh bị hỏng, hãy gửi lại.", "Ảnh bị hỏng, hãy gửi lại."),
    ],
)
def test_the_sender_is_told_of_a_picture_that_could_not_be_taken_at_once(
    client: Client, make_memory: MakeMemory, state: str, refusal: str, words: str
) -> None:
    code = uploads.new_code()
    memory = make_memory(code=code)
    changed = {"state": state, "refusal": refusal, "derivatives_made_at": None}
    Photo.objects.filter(pk=memory.photo_id).update(**changed)
    assert words in text_of(client.post(TRACK, {"code": code}))
