"""A visitor, and an office, send a report: once, whole, and with nothing public before its time."""

from __future__ import annotations

import re
import unicodedata
import uuid
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from beautiful_city.models import Case, CasePhoto, Category, Contact, GalleryPage
from beautiful_city.selectors.already_known import already_known
from beautiful_city.services import triage
from beautiful_city.services.posting import post_report
from beautiful_city.services.sending import Place
from beautiful_city.states import State
from portal import uploads
from portal.models import Photo, Unit, User
from portal.uploads.spam import stamp
from tests.beautiful_city.conftest import MakeCase, MakePhoto, picture
from tests.devices import with_device
from tests.factories.images import exif_block, image_bytes
from tests.threads import all_well, in_threads

ADDRESS = "/long-bien-dep-chua-dep/gui-anh/"
KNOWN = f"{ADDRESS}da-co/"
WORK = "/viec/gui-anh/"
HERE = (21.0402, 105.8751)
CODE = re.compile(r'id="ma" type="text" value="([^"]+)"')

pytestmark = pytest.mark.django_db


def jpeg(seed: int, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(seed), "image/jpeg")


def filled(**values: Any) -> dict[str, Any]:
    """A form as a person fills it in; a value of None is left out."""
    data: dict[str, Any] = {
        "kind": "bad",
        "category": "rac-thai",
        "place_text": "Đầu ngõ 1, phố Mẫu",
        "text": "Có đống rác to",
        "batch": str(uuid.uuid4()),
        "seed": str(uuid.uuid4()),
        "opened": stamp(timezone.now() - timedelta(minutes=1)),
        **values,
    }
    return {name: value for name, value in data.items() if value is not None}


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def code_in(response: HttpResponse) -> str:
    found = CODE.search(text_of(response))
    assert found, text_of(response)
    return found[1]


# --- the form -------------------------------------------------------------------------------


def test_the_page_asks_in_plain_order_and_is_kept_by_no_cache(
    client: Client, city: GalleryPage, ward: Unit
) -> None:
    response = client.get(ADDRESS)
    page = text_of(response)
    order = ["1. Ảnh", "2. Đẹp hay chưa đẹp", "3. Ở đâu", "Nội dung", "Gửi phản ánh"]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
    assert "no-store" in response["Cache-Control"]
    assert "Tôi không rõ phường" in page
    assert ward.name in page
    # Beside the dangerous categories, without a script too.
    assert "Nguy hiểm đến người: gọi ngay" in page
    assert 'href="tel:114"' in page
    assert 'style="' not in page


def test_the_gallery_may_ask_for_one_kind(client: Client, city: GalleryPage) -> None:
    checked = re.compile(r'name="kind"\s+value="(\w+)"\s+checked')
    assert checked.findall(text_of(client.get(ADDRESS))) == ["bad"]
    assert checked.findall(text_of(client.get(f"{ADDRESS}?loai=good"))) == ["good"]
    assert checked.findall(text_of(client.get(f"{ADDRESS}?loai=la"))) == ["bad"]


# --- sending --------------------------------------------------------------------------------


def test_a_stranger_sends_two_photos_without_a_script(
    client: Client, city: GalleryPage, ward: Unit
) -> None:
    response = client.post(
        ADDRESS,
        filled(photos=[jpeg(1), jpeg(2)], ward=ward.code, contact="0912 345 678"),
    )
    assert response.status_code == 200
    case = Case.objects.get()
    assert case.state == State.SUBMITTED
    assert (case.ward, case.place_text) == (ward, "Đầu ngõ 1, phố Mẫu")
    assert CasePhoto.objects.filter(case=case, photo__claimed_at__isnull=False).count() == 2
    assert case.contact.phone == "0912345678"
    assert case.reporter is None
    code = code_in(response)
    assert uploads.digest(code) == case.code_digest
    page = text_of(response)
    assert f"/tra-cuu/#{code}" in page  # in the fragment, which no server sees
    assert f"/p/{case.code}/" in page
    assert "0912" not in page
    assert "no-store" in response["Cache-Control"]


def test_photos_sent_one_by_one_are_taken_by_their_keys(client: Client, city: GalleryPage) -> None:
    batch = uuid.uuid4()
    keys = [uuid.uuid4(), uuid.uuid4()]
    for at, key in enumerate(keys):
        sent = client.post(f"/anh/nhan/{batch}/{key}/", {"photo": jpeg(at)})
        assert sent.status_code == 200
    client.post(ADDRESS, filled(batch=str(batch), photo_keys=[str(key) for key in keys]))
    rows = CasePhoto.objects.filter(case=Case.objects.get())
    assert [row.photo.key for row in rows] == keys


def test_the_same_sending_twice_is_one_report_with_one_code(
    client: Client, city: GalleryPage
) -> None:
    data = filled()
    first = client.post(ADDRESS, {**data, "photos": [jpeg(1)]})
    again = client.post(ADDRESS, {**data, "photos": [jpeg(1)]})
    assert Case.objects.count() == 1
    assert code_in(first) == code_in(again)
    assert "đã nhận phản ánh này trước đó" in text_of(again)


@pytest.mark.django_db(transaction=True)
def test_the_same_sending_twice_at_once_is_one_report_with_one_code(city: GalleryPage) -> None:
    in_threads()
    batch = uuid.uuid4()
    photo = uploads.receive(file=BytesIO(picture(1)), key=uuid.uuid4(), batch=batch)
    data = filled(batch=str(batch), photo_keys=[str(photo.key)])
    codes = all_well([lambda: code_in(Client().post(ADDRESS, data))] * 4)
    assert len(set(codes)) == 1
    assert Case.objects.count() == 1
    assert CasePhoto.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_reports_at_once_are_twenty(city: GalleryPage) -> None:
    in_threads()

    def send(seed: int) -> str:
        address = f"10.0.0.{seed + 1}"
        data = filled(photos=[jpeg(seed)], place_text=f"Ngõ {seed}")
        return code_in(Client().post(ADDRESS, data, REMOTE_ADDR=address))

    codes = all_well([partial(send, seed) for seed in range(20)])
    assert len(set(codes)) == 20
    numbers = list(Case.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 21))


def test_a_retry_that_finds_the_photos_taken_is_given_the_same(
    client: Client, city: GalleryPage
) -> None:
    """What a request does that was let in before the other had made the report."""
    data = filled()
    code = code_in(client.post(ADDRESS, {**data, "photos": [jpeg(1)]}))
    case = Case.objects.get()
    sent = post_report(
        batch=uuid.UUID(data["batch"]),
        photos=[],
        owner=None,
        category=case.category,
        place=Place(text="Phố Mẫu"),
        text="",
        code=code,
    )
    assert (sent.case, sent.code, sent.again) == (case, code, True)


def test_who_knows_the_batch_alone_is_not_given_the_code(client: Client, city: GalleryPage) -> None:
    data = filled()
    code = code_in(client.post(ADDRESS, {**data, "photos": [jpeg(1)]}))
    stranger = client.post(ADDRESS, {**data, "seed": str(uuid.uuid4())})
    assert code not in text_of(stranger)
    assert CODE.search(text_of(stranger)) is None
    assert Case.objects.count() == 1


def test_nothing_is_public_before_moderation(client: Client, city: GalleryPage) -> None:
    client.post(ADDRESS, filled(photos=[jpeg(1)], text="Chuyện riêng cần giấu"))
    case, photo = Case.objects.get(), Photo.objects.get()
    assert not case.is_public
    assert not photo.is_public
    assert not photo.derivatives.exclude(public_file="").exists()
    stranger = Client()
    assert stranger.get(case.get_absolute_url()).status_code == 404
    assert stranger.get(uploads.preview_url(photo)).status_code == 404
    assert "Chuyện riêng" not in text_of(stranger.get("/tim-kiem/?q=giấu"))


def test_the_photo_tells_the_place_only_when_asked(client: Client, city: GalleryPage) -> None:
    photo = image_bytes(exif=exif_block(latitude=21.0375, longitude=105.8925))

    def sent(**values: Any) -> HttpResponse:
        file = SimpleUploadedFile("a.jpg", photo, "image/jpeg")
        return client.post(ADDRESS, filled(photos=[file], place_text=None, **values))

    assert sent().status_code == 400
    assert not Case.objects.exists()
    assert Photo.objects.get().latitude is None
    assert sent(keep_place="on").status_code == 200
    case = Case.objects.get()
    assert (case.latitude, case.longitude) == pytest.approx((21.0375, 105.8925), abs=1e-5)
    assert case.public_latitude is None


def test_a_pin_goes_before_the_place_of_the_photo(client: Client, city: GalleryPage) -> None:
    file = SimpleUploadedFile("a.jpg", image_bytes(exif=exif_block()), "image/jpeg")
    pin = {"latitude": str(HERE[0]), "longitude": str(HERE[1])}
    client.post(ADDRESS, filled(photos=[file], keep_place="on", place_text=None, **pin))
    case = Case.objects.get()
    assert (case.latitude, case.longitude) == HERE


def test_addresses_are_stored_composed(client: Client, city: GalleryPage) -> None:
    written = unicodedata.normalize("NFD", "Ngõ 24, phố Ngọc Lâm")
    client.post(ADDRESS, filled(photos=[jpeg(1)], place_text=written, text=written))
    case = Case.objects.get()
    assert case.place_text == case.text == unicodedata.normalize("NFC", written)
    assert unicodedata.is_normalized("NFC", case.title)


def test_an_officer_on_the_public_page_is_a_citizen(
    client: Client, city: GalleryPage, officer: User
) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(ADDRESS, filled(photos=[jpeg(1)]))
    assert code_in(response)
    assert Case.objects.get().reporter is None


# --- mistakes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"category": None}, "Hãy sửa các ô có báo lỗi màu đỏ"),
        ({"photos": None}, "Mục Ảnh còn chỗ cần sửa"),
    ],
)
def test_the_top_of_a_long_form_says_that_something_below_is_wrong(
    client: Client, city: GalleryPage, left_out: dict[str, None], said: str
) -> None:
    data = filled(**{"photos": [jpeg(1)], **left_out})
    page = text_of(client.post(ADDRESS, data))
    told = page.index('class="form-errors" role="alert"')
    assert told < page.index(said) < page.index("1. Ảnh")


def test_who_ticked_the_place_in_photos_is_told_that_there_is_none(
    client: Client, city: GalleryPage
) -> None:
    data = filled(photos=[jpeg(1)], place_text="")
    assert "cho lấy vị trí trong ảnh" in text_of(client.post(ADDRESS, data))
    page = text_of(client.post(ADDRESS, {**data, "photos": [jpeg(2)], "keep_place": "on"}))
    assert "Chưa thấy vị trí trong ảnh" in page
    assert "cho lấy vị trí trong ảnh" not in page


def test_a_mistake_loses_neither_words_nor_photos(
    client: Client, city: GalleryPage, django_capture_on_commit_callbacks: Any
) -> None:
    data = filled(photos=[jpeg(1), jpeg(2)], category=None, text="Rác <b>to</b> & cũ")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADDRESS, data)
    page = text_of(response)
    assert response.status_code == 400
    assert "Hãy chọn một lĩnh vực." in page
    assert "Rác &lt;b&gt;to&lt;/b&gt; &amp; cũ" in page
    photos = list(Photo.objects.order_by("pk"))
    assert len(photos) == 2
    for photo in photos:
        assert f'name="photo_keys" value="{photo.key}"' in page
        # Their sender sees them again, by the browser's own cookie; nobody else does.
        assert client.get(uploads.preview_url(photo)).status_code == 200
        assert Client().get(uploads.preview_url(photo)).status_code == 404
    keys = [str(photo.key) for photo in photos]
    sent = client.post(ADDRESS, {**data, "photos": [], "photo_keys": keys, "category": "ao-ho"})
    assert sent.status_code == 200
    assert CasePhoto.objects.filter(case=Case.objects.get()).count() == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"category": "khong-co"}, "không còn dùng"),
        ({"category": str(10**30)}, "không còn dùng"),
        ({"category": "duong-hoa"}, "Hãy chọn một lĩnh vực"),
        ({"kind": "la"}, "Hãy chọn Đẹp hoặc Chưa đẹp"),
        ({"ward": str(10**30)}, "Không có phường này"),
        ({"latitude": "nan", "longitude": "105.8"}, "Vị trí trên bản đồ không đúng"),
        ({"latitude": "1e400", "longitude": "105.8"}, "Vị trí trên bản đồ không đúng"),
        ({"latitude": "210.1", "longitude": "105.8"}, "Vị trí trên bản đồ không đúng"),
        ({"latitude": "21.04"}, "Vị trí trên bản đồ không đúng"),
        ({"place_text": None}, "Hãy đặt ghim trên bản đồ"),
        ({"place_text": "x" * 251}, "250"),
        ({"contact": "không nói"}, "Số điện thoại chưa đúng"),
        ({"contact": "ai@"}, "thư điện tử chưa đúng"),
        ({"contact": "0912345678, 0987654321"}, "một số điện thoại"),
        ({"photos": []}, "Cần ít nhất 1 ảnh"),
    ],
)
def test_what_is_wrong_is_said(
    client: Client, city: GalleryPage, values: dict[str, Any], words: str
) -> None:
    response = client.post(ADDRESS, filled(**{"photos": [jpeg(1)], **values}))
    assert response.status_code == 400
    assert words in text_of(response)
    assert not Case.objects.exists()


@pytest.mark.parametrize(("nonsense", "status"), [("khong-phai", 400), ("1" * 400, 400), ("", 200)])
def test_numbers_that_are_none_get_fresh_ones(
    client: Client, city: GalleryPage, nonsense: str, status: int
) -> None:
    response = client.post(
        ADDRESS, filled(photos=[jpeg(1)], batch=nonsense, seed=nonsense, photo_keys=[nonsense])
    )
    assert response.status_code == status
    if status == 200:
        assert uploads.digest(code_in(response)) == Case.objects.get().code_digest
    else:
        assert "Hãy bấm gửi một lần nữa" in text_of(response)
        assert f'name="photo_keys" value="{Photo.objects.get().key}"' in text_of(response)


def test_a_closed_category_is_refused(client: Client, city: GalleryPage) -> None:
    Category.objects.filter(code="rac-thai").update(is_active=False)
    response = client.post(ADDRESS, filled(photos=[jpeg(1)]))
    assert response.status_code == 400
    assert "Hãy chọn lĩnh vực khác" in text_of(response)
    assert not Case.objects.exists()


def test_a_sixth_photo_is_refused_and_five_pass(client: Client, city: GalleryPage) -> None:
    data = filled(photos=[jpeg(seed) for seed in range(6)])
    response = client.post(ADDRESS, data)
    assert response.status_code == 400
    assert "Chỉ nhận tối đa 5 ảnh" in text_of(response)
    keys = [str(key) for key in Photo.objects.values_list("key", flat=True)]
    dropped = {**data, "photos": [], "photo_keys": keys, "photo_drop": keys[:1]}
    assert client.post(ADDRESS, dropped).status_code == 200
    assert CasePhoto.objects.count() == 5


def bomb() -> bytes:
    out = BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("don-thu.jpg", b"Kinh gui Uy ban"), ("bom.png", bomb()), ("rong.jpg", b"\xff\xd8\xff")],
)
def test_a_bad_file_is_named_and_the_good_one_kept(
    client: Client, city: GalleryPage, name: str, data: bytes
) -> None:
    response = client.post(
        ADDRESS, filled(photos=[SimpleUploadedFile(name, data, "image/jpeg"), jpeg(1)])
    )
    assert response.status_code == 400
    assert f"{name}: " in text_of(response)
    assert Photo.objects.count() == 1
    assert not Case.objects.exists()


def test_a_png_said_to_be_a_jpeg_is_taken_as_what_it_is(client: Client, city: GalleryPage) -> None:
    file = SimpleUploadedFile("anh.jpg", image_bytes("PNG"), "image/jpeg")
    assert client.post(ADDRESS, filled(photos=[file])).status_code == 200


def test_words_with_markup_and_links_stay_words(
    client: Client, city: GalleryPage, clerk: User
) -> None:
    nasty = '<script>alert(1)</script> https://lua-dao.example "x"'
    response = client.post(ADDRESS, filled(photos=[jpeg(1)], text=nasty, place_text=nasty))
    page = text_of(client.post("/long-bien-dep-chua-dep/tra-cuu/", {"code": code_in(response)}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert 'href="https://lua-dao.example' not in page


# --- spam and limits ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"website": "https://spam.example"},
        {"opened": None},
        {"opened": "khong-phai-dau"},
        {"opened": stamp(timezone.now() + timedelta(days=1))},
    ],
)
def test_traps_refuse_and_keep_what_is_good(
    client: Client, city: GalleryPage, values: dict[str, Any]
) -> None:
    response = client.post(ADDRESS, filled(photos=[jpeg(1)], **values))
    assert response.status_code == 400
    assert not Case.objects.exists()
    key = Photo.objects.get().key
    assert f'name="photo_keys" value="{key}"' in text_of(response)


def test_a_device_sends_six_in_ten_minutes(
    client: Client, city: GalleryPage, still_clock: None
) -> None:
    client.get(ADDRESS)
    for seed in range(6):
        assert client.post(ADDRESS, filled(photos=[jpeg(seed)])).status_code == 200
    refused = client.post(ADDRESS, filled(photos=[jpeg(6)], text="Vẫn còn đây"))
    assert refused.status_code == 429
    assert "Hãy thử lại sau 10 phút" in text_of(refused)
    assert "Vẫn còn đây" in text_of(refused)
    assert refused["Retry-After"] == "600"
    assert Case.objects.count() == 6
    # Another device behind the same address.
    other = with_device(Client(), "may-khac")
    assert other.post(ADDRESS, filled(photos=[jpeg(7)])).status_code == 200


def test_an_address_sends_more_than_a_device_and_not_without_end(
    city: GalleryPage, still_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beautiful_city.views.posting.PER_ADDRESS", 8)
    answers = []
    for at in range(9):
        batch = uuid.uuid4()
        photo = uploads.receive(file=BytesIO(picture(at)), key=uuid.uuid4(), batch=batch)
        data = filled(batch=str(batch), photo_keys=[str(photo.key)])
        answers.append(with_device(Client(), f"may {at}").post(ADDRESS, data).status_code)
    assert answers == [200] * 8 + [429]


def test_a_forged_form_is_refused(city: GalleryPage) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, filled(photos=[jpeg(1)])).status_code == 403
    assert strict.post(KNOWN, filled()).status_code == 403
    page = text_of(strict.get(ADDRESS))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    data = filled(photos=[jpeg(1)], csrfmiddlewaretoken=token[1])
    assert strict.post(ADDRESS, data).status_code == 200


# --- “Đã có người báo?” ---------------------------------------------------------------------


@pytest.fixture
def near(make_case: MakeCase) -> Case:
    return make_case("assigned", place=Place(*HERE, text="Phố Mẫu"))


def at_pin(north: float = 0.0) -> dict[str, str]:
    return {"latitude": str(HERE[0] + north), "longitude": str(HERE[1])}


def test_a_public_report_near_by_is_shown_once_before_sending(client: Client, near: Case) -> None:
    data = filled(**at_pin(0.0005))
    step = client.post(ADDRESS, {**data, "photos": [jpeg(901)]})
    page = text_of(step)
    assert step.status_code == 200
    assert "Đã có người báo?" in page
    assert near.title in page
    assert "khoảng 56 m" in page
    assert f"/theo-doi/{near.code}/" in page
    assert Case.objects.count() == 1
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert carried["text"] == "Có đống rác to"
    assert carried["seen"] == near.code
    assert carried["photo_keys"] == str(Photo.objects.latest("pk").key)
    sent = client.post(ADDRESS, carried)
    assert code_in(sent)
    assert Case.objects.count() == 2


def test_one_can_go_back_and_change_what_is_written(client: Client, near: Case) -> None:
    data = filled(**at_pin())
    page = text_of(client.post(ADDRESS, {**data, "photos": [jpeg(901)]}))
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    back = client.post(ADDRESS, {**carried, "buoc": "sua"})
    assert back.status_code == 200
    assert "Có đống rác to" in text_of(back)
    assert f'name="photo_keys" value="{carried["photo_keys"]}"' in text_of(back)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "values", "shown"),
    [
        ("assigned", at_pin(0.0013), True),  # 145 m
        ("assigned", at_pin(0.0014), False),  # 156 m
        ("assigned", {"kind": "good", "category": "duong-hoa", **at_pin()}, False),
        ("submitted", at_pin(), False),  # not public
        ("verified", at_pin(), False),  # no longer open
    ],
)
def test_only_open_public_reports_within_150_metres(
    client: Client, make_case: MakeCase, state: str, values: dict[str, str], shown: bool
) -> None:
    make_case(state, place=Place(*HERE, text="Phố Mẫu"))
    client.post(ADDRESS, filled(**values, photos=[jpeg(901)]))
    assert Case.objects.count() == (1 if shown else 2)


def test_a_picture_that_looks_the_same_is_shown(
    client: Client, city: GalleryPage, clerk: User, ward: Unit
) -> None:
    def sent(by: Client, size: tuple[int, int]) -> HttpResponse:
        file = SimpleUploadedFile("a.jpg", image_bytes(size=size), "image/jpeg")
        return by.post(ADDRESS, filled(photos=[file]))

    sent(client, (800, 600))
    case = Case.objects.get()
    case = triage.assign(
        case=case,
        by=clerk,
        version=case.version,
        unit=ward,
        severity="normal",
        checked_photos=list(CasePhoto.objects.values_list("pk", flat=True)),
    )
    assert "Ảnh giống ảnh của bạn" in text_of(sent(Client(), (500, 375)))
    assert Case.objects.count() == 1
    triage.reject(case=case, by=clerk, version=case.version, reason="other", text="Thôi")
    sent(Client(), (500, 375))
    assert Case.objects.count() == 2  # what is no longer public is not shown


def test_the_same_photo_from_the_same_device_is_told(client: Client, city: GalleryPage) -> None:
    client.get(ADDRESS)
    client.post(ADDRESS, filled(photos=[jpeg(1)]))
    case = Case.objects.get()
    page = text_of(client.post(ADDRESS, filled(photos=[jpeg(1)])))
    assert f"thành phản ánh số {case.code}" in page
    assert Case.objects.count() == 1
    # Another browser is told nothing of what is not public.
    Client().post(ADDRESS, filled(photos=[jpeg(1)]))
    assert Case.objects.count() == 2


def test_the_script_gets_the_same_as_a_part_of_the_page(client: Client, near: Case) -> None:
    answer = client.post(KNOWN, {"kind": "bad", **at_pin()})
    assert answer.status_code == 200
    assert near.title in text_of(answer)
    assert f'name="seen" value="{near.code}"' in text_of(answer)
    assert text_of(client.post(KNOWN, {})).strip() == ""
    assert text_of(client.post(KNOWN, {"kind": "bad", "latitude": "x"})).strip() == ""
    assert client.get(KNOWN).status_code == 405


def test_asking_costs_the_same_for_few_and_many(
    make_case: MakeCase, make_photo: MakePhoto, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        make_case("assigned", place=Place(*HERE, text="Phố Mẫu"))
    photos = [make_photo(seed=901), make_photo(seed=902)]
    with django_assert_max_num_queries(6):
        found = already_known(kind="bad", point=HERE, photos=photos, device="may")
    assert len(found) == 3


# --- the short address ----------------------------------------------------------------------


def test_the_short_address_leads_to_the_report(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned")
    response = client.get(f"/p/{case.code}/")
    assert response.status_code == 302
    assert response["Location"] == case.get_absolute_url()
    hidden = make_case("submitted")
    assert client.get(f"/p/{hidden.code}/", follow=True).status_code == 404
    assert client.get(f"/p/2018-{10**30}/", follow=True).status_code == 404


@pytest.mark.parametrize(
    ("written", "phone", "email"),
    [
        ("084912345678", "0912345678", ""),
        ("0168 812 3456 (Zalo)", "0388123456", ""),
        ("+84 (0) 912 345 678", "0912345678", ""),
        ("0912345678, ai@example.vn", "0912345678", "ai@example.vn"),
        ("<ai@example.vn>", "", "ai@example.vn"),
    ],
)
def test_a_contact_is_read_however_it_is_written(
    client: Client, city: GalleryPage, written: str, phone: str, email: str
) -> None:
    client.post(ADDRESS, filled(photos=[jpeg(1)], contact=written))
    contact = Contact.objects.get()
    assert (contact.phone, contact.email) == (phone, email)


def test_contact_stands_in_its_own_table_alone(client: Client, city: GalleryPage) -> None:
    client.post(ADDRESS, filled(photos=[jpeg(1)], contact="ai@example.vn"))
    case = Case.objects.get()
    assert Contact.objects.get().email == "ai@example.vn"
    rows = [Case.objects.filter(pk=case.pk).values().get(), *case.events.values()]
    assert "ai@example.vn" not in str(rows)
