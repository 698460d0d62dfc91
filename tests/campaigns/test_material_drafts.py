"""Draft pages out of raw material and out of Word files: one item of the unit, counted once."""

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.document import Document as WordDocument

from campaigns.models import (
    ContributionPage,
    ContributionRequest,
    Delivery,
    FeaturePage,
    Material,
    ThemePage,
)
from campaigns.sent_files import check_sent_file
from campaigns.services import delivering, drafts, sending
from campaigns.services.core import Refused
from campaigns.states import DeliveryState, ItemKind
from portal import editorial, uploads
from portal.models import OriginalAccess, PortalImage, Unit, User
from tests.campaigns.conftest import MakeRequest
from tests.campaigns.word_files import add_picture, jpeg, parts_of, word, zipped
from tests.editor import sign_in
from tests.factories.pages import add_page
from tests.threads import all_well, in_threads

pytestmark = pytest.mark.usefixtures("indexes")


def story(document: WordDocument) -> None:
    document.add_heading("Chuyện mẫu của đơn vị", 0)
    document.add_paragraph("Một đoạn mẫu.")
    add_picture(document, jpeg(40), alt="Cảnh mẫu")
    add_picture(document, jpeg(40), alt="Cảnh mẫu lần nữa")


@pytest.fixture
def asked(make_request: MakeRequest) -> ContributionRequest:
    return make_request(kind=ItemKind.PHOTO, count=2)


@pytest.fixture
def sent(asked: ContributionRequest, contributor: User) -> Material:
    batch = uuid.uuid4()
    photos = [
        uploads.receive(
            file=BytesIO(jpeg(shade, (320, 240))),
            key=uuid.uuid4(),
            batch=batch,
            owner=contributor,
        )
        for shade in (1, 2)
    ]
    content = sending.Content(
        title="Tư liệu mẫu",
        text="Dòng một\nDòng hai\n\n<b>Đoạn</b> hai",
        author_name="Người viết mẫu",
        theme=None,
        batch=batch,
        photos=photos,
        files=[check_sent_file(SimpleUploadedFile("chuyen.docx", word(story)))],
    )
    return sending.send_material(
        feature=asked.feature,
        unit=asked.unit,
        sender=contributor,
        kind=asked.kind,
        content=content,
        key=batch,
        request=asked,
    )


def counts(request: ContributionRequest) -> tuple[int, int]:
    """What is handed in, what is taken."""
    row = ContributionRequest.objects.with_counts().get(pk=request.pk)
    return row.handed_in, row.taken


def draft(sent: Material, theme: ThemePage, board: User, **parts: Any) -> ContributionPage:
    parts.setdefault("photos", list(sent.photos.select_related("photo")))
    return drafts.draft_from_material(material=sent, theme=theme, by=board, **parts).page


def test_the_same_delivery_serves_material_and_page(
    sent: Material, asked: ContributionRequest, theme: ThemePage, board: User
) -> None:
    page = draft(sent, theme, board, word_file=sent.files.get())
    delivery = Delivery.objects.get()
    assert (delivery.page_id, delivery.material) == (page.pk, sent)
    assert (delivery.state, delivery.counts_for) == (DeliveryState.ACCEPTED, 2)
    assert counts(asked) == (2, 2)
    assert (page.unit, page.request, page.author_name) == (asked.unit, asked, "Người viết mẫu")
    sent_at = delivery.sent_at
    page.save_revision().publish()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at) == (DeliveryState.PUBLISHED, sent_at)
    assert counts(asked) == (2, 2)
    page.refresh_from_db()
    editorial.take_down(page=page, user=board, reason="Sai nguồn")
    delivery.refresh_from_db()
    assert (delivery.state, counts(asked)) == (DeliveryState.TAKEN_DOWN, (0, 0))


def test_the_body_holds_words_pictures_and_photos(
    sent: Material, theme: ThemePage, board: User, contributor: User
) -> None:
    page = draft(sent, theme, board, word_file=sent.files.get())
    page = ContributionPage.objects.get(pk=page.pk)
    blocks = [(block.block_type, block.value) for block in page.body]
    assert [kind for kind, _value in blocks] == [
        "paragraph",
        "paragraph",
        "image",
        "image",
        "gallery",
    ]
    assert blocks[0][1].source == ("<p>Dòng một<br/>Dòng hai</p><p>&lt;b&gt;Đoạn&lt;/b&gt; hai</p>")
    first, second = blocks[2][1]["image"], blocks[3][1]["image"]
    # The very same picture twice in the file is one image of the library.
    assert first == second
    assert (first.description, first.credit) == ("Cảnh mẫu", str(sent.delivery.unit))
    gallery = blocks[4][1]["images"]
    assert [item["credit"] for item in gallery] == [str(sent.delivery.unit)] * 2
    assert page.image == gallery[0]["image"]
    assert PortalImage.objects.count() == 3
    assert set(PortalImage.objects.values_list("uploaded_by_user", flat=True)) == {contributor.pk}
    assert OriginalAccess.objects.filter(user=board).count() == 2


def test_another_units_image_is_not_given_out(
    sent: Material,
    theme: ThemePage,
    board: User,
    stranger: User,
    other_department: Unit,
    make_request: MakeRequest,
) -> None:
    draft(sent, theme, board, photos=[], word_file=sent.files.get())
    (known,) = PortalImage.objects.all()
    drafted = drafts.draft_from_word(
        request=make_request(unit=other_department),
        theme=theme,
        file=BytesIO(word(story)),
        filename="a.docx",
        title="",
        key=uuid.uuid4(),
        by=stranger,
    )
    image = drafted.page.image
    assert image is not None
    assert image != known
    assert (image.content_hash, image.credit) == (known.content_hash, str(other_department))


def test_pressing_twice_makes_one_page(sent: Material, theme: ThemePage, board: User) -> None:
    stale = Material.objects.select_related("delivery").get()
    page = draft(sent, theme, board)
    again = drafts.draft_from_material(material=stale, theme=theme, by=board)
    assert again.page == page
    assert ContributionPage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one_page(
    sent: Material, theme: ThemePage, board: User
) -> None:
    in_threads()

    def make() -> ContributionPage:
        material = Material.objects.select_related("delivery").get()
        by = User.objects.get(pk=board.pk)
        return drafts.draft_from_material(material=material, theme=theme, by=by).page

    first, second = all_well([make, make])
    assert first == second
    assert Delivery.objects.get().page is not None


@pytest.mark.django_db(transaction=True)
def test_the_same_word_file_at_the_same_moment_is_one_page(
    asked: ContributionRequest, theme: ThemePage, contributor: User
) -> None:
    in_threads()
    key = uuid.uuid4()

    def make() -> ContributionPage:
        return drafts.draft_from_word(
            request=ContributionRequest.objects.select_related("feature", "unit").get(),
            theme=theme,
            file=BytesIO(word(story)),
            filename="a.docx",
            title="",
            key=key,
            by=User.objects.get(pk=contributor.pk),
        ).page

    first, second = all_well([make, make])
    assert first == second
    assert Delivery.objects.count() == 1


def test_a_draft_that_is_deleted_leaves_the_material(
    sent: Material, theme: ThemePage, board: User
) -> None:
    draft(sent, theme, board).delete()
    sent = Material.objects.get()
    assert (sent.delivery.page, sent.delivery.state) == (None, DeliveryState.ACCEPTED)
    page = draft(sent, theme, board)
    assert Delivery.objects.get().page_id == page.pk


def test_a_page_of_no_material_has_its_own_delivery(
    sent: Material, theme: ThemePage, contributor: User, asked: ContributionRequest
) -> None:
    page = ContributionPage(title="Bài khác", unit=asked.unit, live=False, owner=contributor)
    theme.add_child(instance=page)
    delivering.sync_page(page)
    assert Delivery.objects.count() == 2
    assert Delivery.objects.get(page=page) != sent.delivery


def test_only_the_board_and_only_in_the_same_campaign(
    sent: Material, theme: ThemePage, contributor: User, board: User, feature: FeaturePage
) -> None:
    with pytest.raises(PermissionDenied):
        draft(sent, theme, contributor)
    other: FeaturePage = add_page(
        feature.get_parent(),
        FeaturePage(title="Chuyên trang khác", slug="khac", start_year=2003, end_year=2023),
    )
    elsewhere: ThemePage = add_page(other, ThemePage(title="Khác", slug="khac"))
    with pytest.raises(Refused):
        draft(sent, elsewhere, board)
    assert not ContributionPage.objects.exists()


def test_the_boards_form_leads_to_the_editor(
    sent: Material, theme: ThemePage, board: User, contributor: User
) -> None:
    address = reverse("work_material_draft", args=[sent.pk])
    photo = sent.photos.first()
    assert photo is not None
    form = {"theme": theme.pk, "with_text": "on", "photos": [photo.pk]}
    assert sign_in(contributor).post(address, form).status_code == 404
    client = sign_in(board)
    assert client.post(address, {"theme": 0}).status_code == 400
    answer = client.post(address, form)
    page = ContributionPage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(answer["Location"]).status_code == 200
    assert [block.block_type for block in page.body] == ["paragraph", "image"]


def test_a_writer_begins_a_page_from_a_word_file(
    asked: ContributionRequest, theme: ThemePage, contributor: User
) -> None:
    address = reverse("work_word_draft", args=[asked.pk])
    client = sign_in(contributor)
    assert client.get(address).status_code == 200
    form = {"key": str(uuid.uuid4()), "theme": theme.pk, "title": ""}
    answer = client.post(address, {**form, "file": SimpleUploadedFile("a.docx", word(story))})
    page = ContributionPage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.request, page.owner) == ("Chuyện mẫu của đơn vị", asked, contributor)
    assert [block.block_type for block in page.body] == ["paragraph", "image", "image"]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.request) == (DeliveryState.DRAFT, asked)
    again = client.post(address, {**form, "file": SimpleUploadedFile("a.docx", word(story))})
    assert again["Location"] == answer["Location"]
    assert ContributionPage.objects.count() == 1
    assert client.get(answer["Location"]).status_code == 200


def test_a_word_file_that_is_not_read_says_why(
    asked: ContributionRequest, theme: ThemePage, contributor: User
) -> None:
    address = reverse("work_word_draft", args=[asked.pk])
    file = SimpleUploadedFile("a.docx", word(story)[:-300])
    form = {"key": str(uuid.uuid4()), "theme": theme.pk, "title": "Tên đã gõ", "file": file}
    answer = sign_in(contributor).post(address, form)
    assert answer.status_code == 400
    assert "Tên đã gõ" in answer.content.decode()
    assert "tệp bị hỏng" in answer.content.decode()
    assert not ContributionPage.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "leader", "ward_officer"])
def test_others_begin_no_page(
    who: str, asked: ContributionRequest, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    address = reverse("work_word_draft", args=[asked.pk])
    assert sign_in(user).get(address).status_code == 404


def test_a_broken_picture_is_named_and_costs_no_other(
    asked: ContributionRequest, theme: ThemePage, contributor: User
) -> None:
    def build(document: WordDocument) -> None:
        add_picture(document, jpeg(1, (320, 240)))
        add_picture(document, jpeg(2))

    data = word(build)
    drafted = drafts.draft_from_word(
        request=asked,
        theme=theme,
        file=BytesIO(_with_picture_cut(data)),
        filename="a.docx",
        title="",
        key=uuid.uuid4(),
        by=contributor,
    )
    assert [block.block_type for block in drafted.page.body] == ["image"]
    (note,) = drafted.notes
    assert "ảnh thứ 1" in note
    assert drafted.page.title == asked.topic


def _with_picture_cut(data: bytes) -> bytes:
    parts = parts_of(data)
    parts["word/media/image1.jpg"] = parts["word/media/image1.jpg"][:400]
    return zipped(parts)
