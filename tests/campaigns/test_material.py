"""Raw material: sent once, seen by its unit and the board alone, answered by the board."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.models import ContributionRequest, Delivery, FeaturePage, Material, ThemePage
from campaigns.selectors.materials import returned_deliveries, waiting_materials
from campaigns.sent_files import check_sent_file, clean_name
from campaigns.services import receiving, sending
from campaigns.services.core import Refused
from campaigns.states import DeliveryState, ItemKind
from portal import uploads
from portal.models import OriginalAccess, Photo, Unit, User
from tests.campaigns.conftest import MakeRequest
from tests.campaigns.word_files import jpeg, word
from tests.editor import sign_in
from tests.outbox import posted
from tests.threads import all_well, in_threads

pytestmark = pytest.mark.usefixtures("indexes")


def docx(name: str = "Tu lieu.docx", words: str = "Tư liệu mẫu") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, word(lambda document: document.add_paragraph(words)))


def picture(shade: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"anh-{shade}.jpg", jpeg(shade, (320, 240)))


def filled(**values: Any) -> dict[str, Any]:
    """What a unit fills in, without a script: photos and files go with the form."""
    return {
        "title": "Tư liệu mẫu năm 2009",
        "text": "Lời kể mẫu.",
        "author_name": "Người viết mẫu",
        "theme": "",
        "batch": str(uuid.uuid4()),
        **values,
    }


def url(request: ContributionRequest) -> str:
    return reverse("work_material_send", args=[request.pk])


def action(material: Material, name: str) -> str:
    return reverse(f"work_material_{name}", args=[material.pk])


@pytest.fixture
def asked(make_request: MakeRequest) -> ContributionRequest:
    return make_request(kind=ItemKind.PHOTO, count=3)


@pytest.fixture
def sender(contributor: User) -> User:
    contributor.email = "nguoi-gui@example.vn"
    contributor.save()
    return contributor


@pytest.fixture
def sent(asked: ContributionRequest, sender: User) -> Material:
    photos = {"photos": [picture(1), picture(2)], "documents": [docx()]}
    sign_in(sender).post(url(asked), filled(**photos))
    material = Material.objects.get()
    for row in material.photos.all():
        uploads.make_derivatives(photo_id=row.photo_id)
    return material


def owing(request: ContributionRequest) -> int:
    return ContributionRequest.objects.with_counts().get(pk=request.pk).owing


def test_photos_count_by_the_piece_and_from_the_day_of_sending(
    sent: Material, asked: ContributionRequest, sender: User
) -> None:
    delivery = sent.delivery
    assert (delivery.state, delivery.counts_for) == (DeliveryState.SENT, 2)
    assert (delivery.request, delivery.author, delivery.kind) == (asked, sender, ItemKind.PHOTO)
    assert delivery.sent_at is not None
    assert owing(asked) == 1
    assert [row.photo.claimed_at is not None for row in sent.photos.all()] == [True, True]
    (file,) = sent.files.all()
    assert (file.name, len(file.digest)) == ("Tu lieu.docx", 64)


def test_the_same_form_sent_twice_is_one(asked: ContributionRequest, sender: User) -> None:
    client, form = sign_in(sender), filled(photos=[picture(1)])
    first = client.post(url(asked), form)
    again = client.post(
        url(asked), filled(batch=form["batch"]), headers={"accept": "application/json"}
    )
    assert Material.objects.count() == 1
    assert again.json() == {"url": first["Location"]}


def test_a_key_of_somebody_else_gives_nothing_away(
    sent: Material, feature: FeaturePage, other_department: Unit, stranger: User
) -> None:
    content = sending.Content("Tên", "Chữ", "", None, sent.key)
    with pytest.raises(Refused):
        sending.send_material(
            feature=feature,
            unit=other_department,
            sender=stranger,
            kind=ItemKind.RECORD,
            content=content,
            key=sent.key,
        )
    assert Material.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_is_one(asked: ContributionRequest, sender: User) -> None:
    in_threads()
    key = uuid.uuid4()

    def send() -> Material:
        file = check_sent_file(docx())
        return sending.send_material(
            feature=asked.feature,
            unit=asked.unit,
            sender=User.objects.get(pk=sender.pk),
            kind=ItemKind.RECORD,
            content=sending.Content("Tên", "Chữ", "", None, key, files=[file]),
            key=key,
        )

    first, second = all_well([send, send])
    assert first == second
    assert (Delivery.objects.count(), Material.objects.get().files.count()) == (1, 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [("contributor", 200), ("head", 200), ("stranger", 404), ("board", 404), ("leader", 404)],
)
def test_only_the_unit_sends(
    who: str, status: int, asked: ContributionRequest, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    client = sign_in(user)
    assert client.get(url(asked)).status_code == status
    posted = client.post(url(asked), filled(photos=[picture(1)]))
    assert posted.status_code == (302 if status == 200 else 404)
    assert Material.objects.exists() is (status == 200)


def test_without_a_request_for_an_open_campaign(
    feature: FeaturePage, theme: ThemePage, ward: Unit, ward_officer: User, board: User
) -> None:
    address = reverse("work_material_new")
    client = sign_in(ward_officer)
    assert client.get(address).status_code == 200
    form = filled(feature=feature.pk, unit=ward.pk, kind=ItemKind.RECORD, theme=theme.pk)
    assert client.post(address, form).status_code == 302
    delivery = Delivery.objects.get()
    assert (delivery.unit, delivery.request, delivery.counts_for) == (ward, None, 1)
    assert sign_in(board).get(address).status_code == 404


def test_another_units_name_in_the_form_is_refused(
    feature: FeaturePage, department: Unit, ward_officer: User
) -> None:
    form = filled(feature=feature.pk, unit=department.pk, kind=ItemKind.RECORD)
    answer = sign_in(ward_officer).post(reverse("work_material_new"), form)
    assert answer.status_code == 400
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("phim.mp4", b"MZ" + bytes(90)), "nội dung không phải loại tệp đó"),
        (SimpleUploadedFile("goi.zip", b"PK\x03\x04" + bytes(90)), "Không nhận tệp có đuôi"),
        (SimpleUploadedFile("anh\u202efdp.exe", b"MZ" + bytes(90)), "anhfdp.exe"),
        (SimpleUploadedFile("anh.jpg", jpeg()), "gửi ở mục Ảnh"),
        (SimpleUploadedFile("rong.pdf", b""), "rỗng"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_typed_is_lost(
    file: SimpleUploadedFile, words: str, asked: ContributionRequest, sender: User
) -> None:
    answer = sign_in(sender).post(
        url(asked), filled(photos=[picture(1)], documents=[file], text="Lời kể dài")
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert "Lời kể dài" in page
    # The good photo is there and is not sent again.
    assert str(Photo.objects.get().key) in page
    assert not Material.objects.exists()


def test_a_film_passes_and_a_photo_is_needed_where_photos_are_asked(
    asked: ContributionRequest, sender: User
) -> None:
    film = SimpleUploadedFile("Phim.MP4", b"\x00\x00\x00\x18ftypisom" + bytes(60))
    assert check_sent_file(film).content_type == "video/mp4"
    answer = sign_in(sender).post(url(asked), filled())
    assert answer.status_code == 400
    assert "cần ảnh" in answer.content.decode()


def test_too_many_megabytes_at_once_are_refused(
    asked: ContributionRequest, sender: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.forms.material.MOST_MEGABYTES", 0)
    answer = sign_in(sender).post(url(asked), filled(photos=[picture(1)], documents=[docx()]))
    assert answer.status_code == 400
    assert "Hãy gửi làm nhiều lần" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/Kế hoạch.pdf", "Kế hoạch.pdf"),
        ("C:\\Ảnh\\bản.docx", "bản.docx"),
        ("anh\u202efdp.exe", "anhfdp.exe"),
        ("a\x00\nb.txt", "a b.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("\u202e", "tệp"),
    ],
)
def test_names_without_what_deceives(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("who", "sees"),
    [("contributor", True), ("board", True), ("stranger", False), ("leader", False)],
)
def test_who_sees_material_its_photos_and_its_files(
    who: str, sees: bool, sent: Material, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    client = sign_in(user)
    photo, file = sent.photos.first(), sent.files.get()
    assert photo is not None
    addresses = [
        sent.work_url,
        uploads.preview_url(photo.photo),
        reverse("work_material_file", args=[sent.pk, file.pk]),
    ]
    for address in addresses:
        assert client.get(address).status_code == (200 if sees else 404)
    assert Client().get(sent.work_url).status_code == 302
    if sees:
        answer = client.get(addresses[-1])
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer["Content-Disposition"] == 'attachment; filename="Tu lieu.docx"'


def test_a_file_of_other_material_is_not_given(sent: Material, board: User) -> None:
    other = reverse("work_material_file", args=[sent.pk, sent.files.get().pk + 1])
    assert sign_in(board).get(other).status_code == 404


def test_the_board_takes_it(sent: Material, board: User, sender: User) -> None:
    assert list(waiting_materials()) == [sent]
    assert sign_in(sender).post(action(sent, "accept")).status_code == 404
    assert sign_in(board).post(action(sent, "accept")).status_code == 302
    sent.delivery.refresh_from_db()
    assert sent.delivery.state == DeliveryState.ACCEPTED
    assert sent.delivery.taken_at is not None
    assert not waiting_materials().exists()
    with pytest.raises(Refused):
        receiving.accept(material=sent, by=board)


def test_returned_with_a_reason_added_to_and_sent_again(
    sent: Material, asked: ContributionRequest, sender: User, board: User
) -> None:
    first_sent = sent.delivery.sent_at
    client = sign_in(board)
    empty = client.post(action(sent, "return"), {"tra-lai-reason": " "})
    assert empty.status_code == 400
    client.post(action(sent, "return"), {"tra-lai-reason": "Thiếu chú thích ảnh"})
    (returned,) = returned_deliveries([sent.delivery.unit_id])
    assert (returned.reason, owing(asked)) == ("Thiếu chú thích ảnh", 3)
    (letter,) = posted()
    assert letter.to == [sender.email]
    assert "Thiếu chú thích ảnh" in letter.body

    photo = sent.photos.first()
    assert photo is not None
    again = filled(
        text="Lời kể đủ",
        drop_photos=[photo.pk],
        photos=[picture(3), picture(4)],
        drop_files=[sent.files.get().pk],
        documents=[docx("Moi.docx", "Bản đủ")],
    )
    assert sign_in(sender).post(action(sent, "send_again"), again).status_code == 302
    delivery = Delivery.objects.get()
    assert first_sent is not None
    assert delivery.sent_at is not None
    assert delivery.sent_at > first_sent
    assert (delivery.state, delivery.counts_for, owing(asked)) == (DeliveryState.SENT, 3, 0)
    sent.refresh_from_db()
    assert sent.text == "Lời kể đủ"
    assert [file.name for file in sent.files.all()] == ["Moi.docx"]
    assert sent.photos.count() == 3
    with pytest.raises(Refused):
        sending.send_again(
            material=sent, sender=sender, content=sending.Content("T", "C", "", None, uuid.uuid4())
        )


def test_a_refusal_asks_before_and_is_final(
    sent: Material, asked: ContributionRequest, sender: User, board: User
) -> None:
    client = sign_in(board)
    page = client.get(action(sent, "refuse"))
    assert "Từ chối “Tư liệu mẫu năm 2009”?" in page.content.decode()
    client.post(action(sent, "refuse"), {"reason": "Không rõ nguồn"})
    sent.delivery.refresh_from_db()
    assert (sent.delivery.state, owing(asked)) == (DeliveryState.REFUSED, 3)
    assert "Không rõ nguồn" in posted()[0].body
    assert sign_in(sender).post(action(sent, "send_again"), filled()).status_code == 400
    with pytest.raises(PermissionDenied):
        receiving.refuse(material=sent, by=sender, reason="Không")


def test_originals_are_the_boards_and_the_units(
    sent: Material, board: User, stranger: User
) -> None:
    photo = sent.photos.first()
    assert photo is not None
    address = reverse("photo_original", args=[photo.photo.key])
    assert sign_in(stranger).get(address).status_code == 404
    assert not OriginalAccess.objects.exists()
    assert sign_in(board).get(sent.work_url).status_code == 200


def make_many(count: int, asked: ContributionRequest, sender: User) -> None:
    for number in range(count):
        content = sending.Content(f"Tư liệu {number}", "Chữ", "", None, uuid.uuid4())
        sending.send_material(
            feature=asked.feature,
            unit=asked.unit,
            sender=sender,
            kind=asked.kind,
            content=content,
            key=content.batch,
            request=asked,
        )


def test_the_list_puts_what_waits_first_and_costs_the_same(
    make_request: MakeRequest,
    sender: User,
    board: User,
    stranger: User,
    django_assert_num_queries: Any,
) -> None:
    asked = make_request(kind=ItemKind.RECORD)
    make_many(3, asked, sender)
    oldest = Material.objects.order_by("pk")[0]
    receiving.accept(material=oldest, by=board)
    client, address = sign_in(board), reverse("work_materials")
    client.get(address)
    with django_assert_num_queries(LIST_STATEMENTS):
        rows = client.get(address).context["rows"]
    assert rows[-1]["material"] == oldest
    make_many(20, asked, sender)
    with django_assert_num_queries(LIST_STATEMENTS):
        page = client.get(address)
    assert "trang=2" in page.content.decode()
    narrowed = client.get(address, {"tinh_trang": "accepted", "don_vi": asked.unit_id})
    assert [row["material"] for row in narrowed.context["rows"]] == [oldest]
    assert len(sign_in(sender).get(address).context["rows"]) == 20
    assert sign_in(stranger).get(address).context["rows"] == []


def test_one_material_costs_the_same_whatever_it_holds(
    sent: Material, board: User, django_assert_num_queries: Any
) -> None:
    client = sign_in(board)
    client.get(sent.work_url)
    with django_assert_num_queries(ONE_STATEMENTS):
        client.get(sent.work_url)
    for number in (5, 6, 7):
        photo = uploads.receive(file=picture(number), key=uuid.uuid4(), batch=uuid.uuid4())
        sent.photos.create(photo=photo, position=number)
    with django_assert_num_queries(ONE_STATEMENTS):
        client.get(sent.work_url)


LIST_STATEMENTS = 7
ONE_STATEMENTS = 10
