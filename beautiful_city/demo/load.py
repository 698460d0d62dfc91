"""Loads the made-up reports by the real services, as if days had gone by."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from beautiful_city.demo.samples import SAMPLES, Sample
from beautiful_city.models import Case, CasePhoto, Category, FeaturedPair, GalleryPage
from beautiful_city.services import checking, district, praising, reporter, triage, unit
from beautiful_city.services.core import make_move
from beautiful_city.services.sending import Place, send_report
from beautiful_city.states import FIXED, PhotoRole, State
from portal import uploads
from portal.images.process import IN_BACKGROUND
from portal.models import Photo, Unit, User

HERE = Path(__file__).parent / "pictures"
CLERK, CHECKER = "quanly.dothi", "quantri"
OFFICERS = {"00139": "phuong.bode", "00133": "phuong.ngoclam"}
# Which steps bring a report to its state.
FIX = ("assign", "start", "remediate")
STEPS: dict[State, tuple[str, ...]] = {
    State.SUBMITTED: (),
    State.DRAFT: (),
    State.PENDING_REVIEW: (),
    State.NEEDS_INFO: ("ask_info",),
    State.REJECTED: ("reject",),
    State.DUPLICATE: ("join",),
    State.ASSIGNED: ("assign",),
    State.DISPUTED: ("assign", "dispute"),
    State.IN_PROGRESS: ("assign", "start"),
    State.WAITING_EXTERNAL: ("assign", "start", "wait"),
    State.REMEDIATED: FIX,
    State.REWORK: (*FIX, "rework"),
    State.VERIFIED: (*FIX, "verify", "nominate"),
    State.CLOSED: (*FIX, "verify", "close"),
    State.REOPEN_REQUESTED: (*FIX, "verify", "ask_reopen"),
    State.REOPENED: (*FIX, "verify", "ask_reopen", "reopen"),
    State.PUBLISHED: ("publish",),
    State.ARCHIVED: ("publish", "archive"),
}


def load() -> list[Case]:
    """Make the demo reports; the registry, the units and the demo accounts must be there."""
    captions = json.loads((HERE / "captions.json").read_text(encoding="utf-8"))
    people = {user.username: user for user in User.objects.all()}
    story = Story(people, captions)
    cases = [story.tell(sample) for sample in SAMPLES]
    page = GalleryPage.objects.first()
    fixed = [case for case in cases if case.state in FIXED]
    if page is not None:
        page.featured = [FeaturedPair(case=case, sort_order=at) for at, case in enumerate(fixed)]
        page.save_revision().publish()
    return cases


class Story:
    """The demo's people and how far each report is told."""

    def __init__(self, people: dict[str, User], captions: dict[str, dict[str, str]]) -> None:
        self.people = people
        self.captions = captions
        self.clerk, self.checker = people[CLERK], people[CHECKER]
        self.told: dict[str, Case] = {}

    def tell(self, sample: Sample) -> Case:
        sent = timezone.now() - timedelta(days=sample.days_ago)
        ward = Unit.objects.get(code=sample.ward)
        single = sample.scene in ("duong-hoa", "tranh-tuong", "vuon-hoa-nho")
        # A draft is an office's: citizens send at once.
        is_draft = sample.state == State.DRAFT
        title = self.captions[sample.scene]["title"]
        case = send_report(
            category=Category.objects.get(code=sample.category),
            place=Place(sample.latitude, sample.longitude, f"Địa điểm mẫu, {ward.name}", ward),
            photos=[photo_of(sample.scene if single else f"{sample.scene}-truoc")],
            text=f"Phản ánh mẫu. {sample.text}",
            title=f"{title} (mẫu)",
            source="demo",
            draft=is_draft,
            by=self.clerk if is_draft else None,
            unit=clerk_unit(self.clerk) if is_draft else None,
            now=sent,
        ).case
        steps = self.steps(sample, ward, sent)
        for name in STEPS[sample.state]:
            case = steps[name](case)
        self.told.setdefault(sample.scene, case)
        return case

    def steps(
        self, sample: Sample, ward: Unit, sent: datetime
    ) -> dict[str, Callable[[Case], Case]]:
        clerk, officer = self.clerk, self.people[OFFICERS[sample.ward]]
        given = sent + timedelta(hours=2)
        answered = min(given + timedelta(days=2), timezone.now())
        after = f"{sample.scene}-sau"
        text = f"Phản ánh mẫu. {sample.text}"
        return {
            "ask_info": lambda case: triage.ask_info(
                case=case, by=clerk, version=case.version,
                question="Xin cho biết số nhà hoặc ngõ gần nhất.",
            ),
            "reject": lambda case: triage.reject(
                case=case, by=clerk, version=case.version, reason="not_enough",
                text="Không xác định được địa điểm.",
            ),
            "join": lambda case: triage.mark_duplicate(
                case=case, by=clerk, version=case.version, master=self.told[sample.scene],
                text="Cùng một nơi với phản ánh đã có.",
            ),
            "assign": lambda case: triage.assign(
                case=case, by=clerk, version=case.version, unit=ward, severity=sample.severity,
                checked_photos=keys(case, PhotoRole.BEFORE), public_text=text, now=given,
            ),
            "dispute": lambda case: unit.dispute(
                case=case, by=officer, version=case.version, reason="not_competence",
                text="Dây cáp do đơn vị viễn thông quản lý.", proposed=clerk_unit(clerk),
                now=given + timedelta(hours=1),
            ),
            "start": lambda case: unit.start(
                case=case, by=officer, version=case.version, now=given + timedelta(hours=1)
            ),
            "wait": lambda case: district.wait_external(
                case=case, by=clerk, version=case.version, agency="Đơn vị thoát nước (mẫu)",
                document="Văn bản mẫu", expected=(timezone.now() + timedelta(days=9)).date(),
                text="Cần nạo vét cống chung.", now=answered,
            ),
            "remediate": lambda case: unit.remediate(
                case=case, by=officer, version=case.version, photos=[photo_of(after)],
                text=sample.answer, now=answered,
            ),
            "rework": lambda case: checking.ask_rework(
                case=case, by=clerk, version=case.version, text="Còn hai bóng chưa sáng.",
            ),
            "verify": lambda case: checking.verify(
                case=case, by=self.checker, version=case.version,
                before=keys(case, PhotoRole.BEFORE)[0], after=keys(case, PhotoRole.AFTER)[0],
                checked_photos=keys(case, PhotoRole.AFTER), text="Đã kiểm tra thực địa.",
                now=min(answered + timedelta(hours=5), timezone.now()),
            ),
            "nominate": lambda case: praising.nominate(
                case=case, by=clerk, version=case.version
            ),
            "close": lambda case: make_move(case, "close", by=None, version=case.version),
            "ask_reopen": lambda case: reporter.ask_reopen(
                case=case, version=case.version, text="Sau mấy hôm lại như cũ.",
                photos=[photo_of(f"{sample.scene}-truoc")],
            ),
            "reopen": lambda case: checking.reopen(
                case=case, by=clerk, version=case.version, text="Cần xử lý triệt để hơn.",
            ),
            "publish": lambda case: triage.publish_good(
                case=case, by=clerk, version=case.version,
                checked_photos=keys(case, PhotoRole.BEFORE), public_text=text,
            ),
            "archive": lambda case: triage.archive_good(
                case=case, by=clerk, version=case.version, text="Ảnh đã cũ."
            ),
        }  # fmt: skip


def clerk_unit(clerk: User) -> Unit:
    membership = clerk.memberships.select_related("unit").first()
    if membership is None:
        raise LookupError("The demo's clerk has no unit.")
    return membership.unit


def keys(case: Case, role: PhotoRole) -> list[int]:
    return list(CasePhoto.objects.filter(case=case, role=role).values_list("pk", flat=True))


def photo_of(name: str) -> Photo:
    """The drawing, sent in like any photo. Its pictures are made at once: the demo is shown
    before a worker runs."""
    with (HERE / f"{name}.jpg").open("rb") as file:
        photo = uploads.receive(
            file=file, key=uuid.uuid4(), batch=uuid.uuid4(), patience=IN_BACKGROUND
        )
    uploads.make_derivatives(photo_id=photo.pk)
    return uploads.claim(batch=photo.batch)[0]
