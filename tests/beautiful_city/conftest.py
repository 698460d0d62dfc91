"""A small district with its wards, and reports brought to any state by the real services."""

import uuid
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from beautiful_city.models import Case, CasePhoto, Category, GalleryPage
from beautiful_city.services import checking, district, reporter, triage, unit
from beautiful_city.services.core import make_move
from beautiful_city.services.sending import Place, send_report
from beautiful_city.states import PhotoRole
from home.models import HomePage
from portal import uploads
from portal.kinds import UnitKind
from portal.models import Photo, Unit, User
from portal.roles import Role

MakePhoto = Callable[..., Photo]
MakeCase = Callable[..., Case]


@cache
def picture(seed: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """A JPEG that looks like no other seed's."""
    image = Image.new("RGB", size, (seed * 53 % 256, seed * 101 % 256, seed * 197 % 256))
    draw = ImageDraw.Draw(image)
    for at in range(12):
        x, y = (seed * 131 + at * 89) % size[0], (seed * 71 + at * 157) % size[1]
        draw.rectangle(
            (x, y, x + 60, y + 90), fill=((at * 41 + seed) % 256, at * 20, 255 - at * 20)
        )
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def city(site: HomePage) -> GalleryPage:
    """Categories, policies and the gallery below the front page."""
    page: GalleryPage = site.add_child(
        instance=GalleryPage(title="Long Biên đẹp - chưa đẹp", slug="long-bien-dep-chua-dep")
    )
    return page


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def other_ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Khác", UnitKind.WARD)


@pytest.fixture
def urban(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phòng Quản lý đô thị")


@pytest.fixture
def officer(make_user: Callable[..., User], ward: Unit) -> User:
    return make_user("can-bo", (ward, Role.WARD_OFFICER))


@pytest.fixture
def chair(make_user: Callable[..., User], ward: Unit) -> User:
    return make_user("chu-tich", (ward, Role.WARD_LEADERSHIP))


@pytest.fixture
def other_officer(make_user: Callable[..., User], other_ward: Unit) -> User:
    return make_user("can-bo-khac", (other_ward, Role.WARD_OFFICER))


@pytest.fixture
def clerk(make_user: Callable[..., User], urban: Unit) -> User:
    return make_user("chuyen-vien", (urban, Role.DISTRICT_OFFICER))


@pytest.fixture
def second_clerk(make_user: Callable[..., User], urban: Unit) -> User:
    return make_user("chuyen-vien-hai", (urban, Role.DISTRICT_OFFICER))


@pytest.fixture
def leader(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("lanh-dao", (district, Role.LEADERSHIP))


@pytest.fixture
def make_photo(db: None) -> MakePhoto:
    """A claimed photo with its derivatives, drawn anew for each call (or for a given `seed`)."""
    seeds = iter(range(1, 10_000))

    def make(*, seed: int | None = None, owner: User | None = None) -> Photo:
        number = next(seeds) if seed is None else seed
        batch = uuid.uuid4()
        photo = uploads.receive(
            file=BytesIO(picture(number)),
            key=uuid.uuid4(),
            batch=batch,
            owner=owner,
        )
        uploads.make_derivatives(photo_id=photo.pk)
        return uploads.claim(batch=batch, owner=owner)[0]

    return make


PATHS: dict[str, tuple[str, ...]] = {
    "submitted": (),
    "needs_info": ("ask_info",),
    "rejected": ("reject",),
    "duplicate": ("duplicate",),
    "assigned": ("assign",),
    "disputed": ("assign", "dispute"),
    "in_progress": ("assign", "start"),
    "waiting_external": ("assign", "start", "wait"),
    "remediated": ("assign", "remediate"),
    "rework": ("assign", "remediate", "rework"),
    "verified": ("assign", "remediate", "verify"),
    "reopen_requested": ("assign", "remediate", "verify", "ask_reopen"),
    "reopened": ("assign", "remediate", "verify", "ask_reopen", "reopen"),
    "closed": ("assign", "remediate", "verify", "close"),
    "draft": (),
    "pending_review": (),
    "published": ("publish",),
    "archived": ("publish", "archive"),
}


@pytest.fixture
def make_case(
    city: GalleryPage,
    ward: Unit,
    officer: User,
    clerk: User,
    second_clerk: User,
    make_photo: MakePhoto,
) -> MakeCase:
    """A report in the asked state, with real photos, moved there by the services.

    `unit` answers (the sample ward, with `officer`); `category` is a code; `severity`, `near_home`
    and `views` go to the assignment; everything else to `send_report`.
    """

    def befores(case: Case) -> list[int]:
        rows = CasePhoto.objects.filter(case=case, role=PhotoRole.BEFORE)
        return list(rows.values_list("pk", flat=True))

    def make(
        state: str = "submitted",
        *,
        category: str = "",
        unit_: Unit | None = None,
        by_unit: User | None = None,
        severity: str = "normal",
        near_home: bool = False,
        views: int = 1,
        photos: int = 1,
        place: Place | None = None,
        **fields: Any,
    ) -> Case:
        good = state in ("draft", "pending_review", "published", "archived")
        code = category or ("duong-hoa" if good else "rac-thai")
        answering = by_unit or officer
        case = send_report(
            category=Category.objects.get(code=code),
            place=place or Place(text="Ngõ 1, phố Mẫu", ward=ward),
            photos=[make_photo() for _ in range(photos)],
            draft=state == "draft",
            **{"text": "Có việc cần xem", **fields},
        ).case
        steps: dict[str, Callable[[Case], Case]] = {
            "ask_info": lambda c: triage.ask_info(
                case=c, by=clerk, version=c.version, question="Ở đâu?"
            ),
            "reject": lambda c: triage.reject(
                case=c, by=clerk, version=c.version, reason="not_here", text="Ngoài địa bàn"
            ),
            "duplicate": lambda c: triage.mark_duplicate(
                case=c, by=clerk, version=c.version, master=make("assigned"), text="Trùng"
            ),
            "assign": lambda c: triage.assign(
                case=c,
                by=clerk,
                version=c.version,
                unit=unit_ or ward,
                severity=severity,
                checked_photos=befores(c),
                public_text="Có việc cần xem",
                near_home=near_home,
                views_needed=views,
            ),
            "dispute": lambda c: unit.dispute(
                case=c, by=answering, version=c.version, reason="not_area", text="Không phải"
            ),
            "start": lambda c: unit.start(case=c, by=answering, version=c.version),
            "wait": lambda c: district.wait_external(
                case=c,
                by=clerk,
                version=c.version,
                agency="Công ty Mẫu",
                document="12/CV",
                expected=c.submitted_at.date(),
                text="Chờ",
            ),
            "remediate": lambda c: unit.remediate(
                case=c,
                by=answering,
                version=c.version,
                photos=[make_photo() for _ in range(views)],
                text="Đã dọn sạch",
            ),
            "rework": lambda c: checking.ask_rework(
                case=c, by=clerk, version=c.version, text="Còn sót"
            ),
            "verify": lambda c: verify(c),
            "ask_reopen": lambda c: reporter.ask_reopen(
                case=c, version=c.version, text="Lại có", photos=[make_photo()]
            ),
            "reopen": lambda c: checking.reopen(
                case=c, by=clerk, version=c.version, text="Xử lý lại"
            ),
            "close": lambda c: make_move(c, "close", by=None, version=c.version),
            "publish": lambda c: triage.publish_good(
                case=c, by=clerk, version=c.version, checked_photos=befores(c), near_home=near_home
            ),
            "archive": lambda c: triage.archive_good(
                case=c, by=clerk, version=c.version, text="Đã cũ"
            ),
        }

        def verify(c: Case) -> Case:
            after = CasePhoto.objects.filter(case=c, role=PhotoRole.AFTER).first()
            assert after is not None
            return checking.verify(
                case=c,
                by=second_clerk,
                version=c.version,
                before=befores(c)[0],
                after=after.pk,
                checked_photos=[after.pk],
            )

        for step in PATHS[state]:
            case = steps[step](case)
        return case

    return make
