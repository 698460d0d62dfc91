"""Loads the demo campaign by the real services: pages, what was asked, what was given."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from campaigns.demo import bodies
from campaigns.demo.samples import ALBUM, MEMORIES, SAMPLES, THEMES, Sample
from campaigns.models import (
    AlbumPage,
    ContributionPage,
    ContributionRequest,
    FeaturePage,
    Quota,
    RequestChange,
    RoyaltyRate,
    RoyaltyRule,
    ThemePage,
)
from campaigns.services import asking, memories, sending
from campaigns.states import ChildrenShown, DeliveryState, ItemKind
from portal import uploads
from portal.file_store import store_image
from portal.images.process import IN_BACKGROUND
from portal.kinds import UnitKind
from portal.models import Photo, PortalImage, Unit, User

HERE = Path(__file__).parent / "pictures"
SLUG, TITLE = "long-bien-15-nam", "Long Biên - 15 năm xây dựng và phát triển"
BOARD, WRITER, HEAD, URBAN, WARD = (
    "banbientap",
    "chuyenvien.vhtt",
    "truongphong.vhtt",
    "quanly.dothi",
    "phuong.bode",
)
# Who is asked about a year of the timeline that has no event yet, and by when, in days from today.
YEARS_ASKED = {
    2006: ("phong-tckh", -9),
    2008: ("phong-qldt", -20),
    2009: ("phong-vhtt", -2),
    2011: ("ban-tuyen-giao", 5),
    2012: ("phong-gddt", 12),
    2016: ("phong-noi-vu", 20),
}


@dataclass(frozen=True)
class Stage:
    """What the loading works on."""

    people: dict[str, User]
    pictures: dict[str, PortalImage]
    feature: FeaturePage
    themes: dict[str, ThemePage]


def load(front_page: Page) -> FeaturePage:
    """Make the demo campaign; the registry, the workflow and the demo accounts must be there."""
    pictures = _pictures()
    feature = _feature(front_page, pictures)
    people = {user.username: user for user in User.objects.all()}
    themes = {theme.slug: _theme(feature, theme, pictures) for theme in THEMES}
    stage = Stage(people, pictures, feature, themes)
    _ask(stage)
    for days_ago, sample in enumerate(SAMPLES, start=1):
        _contribution(stage, sample, days_ago)
    _album(stage)
    _material(stage)
    _memories(stage)
    _royalties(stage)
    # Begun after all else, so that its lists are up to date.
    feature.save_revision().publish()
    return feature


def _pictures() -> dict[str, PortalImage]:
    captions = json.loads((HERE / "captions.json").read_text(encoding="utf-8"))
    found = {}
    for name, words in captions.items():
        with (HERE / f"{name}.jpg").open("rb") as file:
            found[name] = store_image(
                patience=IN_BACKGROUND,
                file=file,
                filename=f"{name}.jpg",
                title=words["title"],
                description=words["alt"][:255],
                caption=words["title"],
                credit=bodies.CREDIT,
            )
    return found


def _publish(parent: Page, page: Any) -> Any:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _feature(front_page: Page, pictures: dict[str, PortalImage]) -> FeaturePage:
    works = [
        {
            "name": f"Công trình mẫu {number}",
            "year": None,
            "place": "Địa điểm mẫu",
            "latitude": latitude,
            "longitude": longitude,
            "text": "Điểm mẫu trên bản đồ, không phải công trình thật.",
            "image": None,
            "source": "Dữ liệu mẫu của dự án",
        }
        for number, (latitude, longitude) in enumerate(
            ((21.045, 105.872), (21.033, 105.889), (21.055, 105.905)), start=1
        )
    ]
    page: FeaturePage = _publish(
        front_page,
        FeaturePage(
            title=TITLE,
            slug=SLUG,
            summary="Mười lăm năm bên tả ngạn sông Hồng: những con số có nguồn, những bức ảnh xưa "
            "và nay, và chuyện kể của các đơn vị.",
            hero_image=pictures["binh-minh-ben-cau"],
            hero_credit=bodies.CREDIT,
            start_year=2003,
            end_year=2018,
            show_in_menus=True,
            body=bodies.feature_body(pictures, works),
        ),
    )
    return page


def _theme(feature: FeaturePage, theme: Any, pictures: dict[str, PortalImage]) -> ThemePage:
    page: ThemePage = _publish(
        feature,
        ThemePage(
            title=theme.title,
            slug=theme.slug,
            summary=theme.summary,
            image=pictures[theme.picture],
            image_credit=bodies.CREDIT,
            show_in_menus=True,
            body=bodies.theme_body(theme.slug, theme.summary),
        ),
    )
    return page


def _ask(stage: Stage) -> None:
    """Ask as if it had been a month ago: some of it is late today."""
    today, board = timezone.localdate(), stage.people[BOARD]
    soon = today + timedelta(days=30)
    quotas = [
        (UnitKind.DEPARTMENT, ItemKind.ARTICLE, 2, 6),
        (UnitKind.WARD, ItemKind.ARTICLE, 1, 14),
        (UnitKind.WARD, ItemKind.PHOTO, 5, -3),
    ]
    for kind, item, count, _days in quotas:
        Quota.objects.create(
            feature=stage.feature, unit_kind=kind, kind=item, count=count, due_on=soon
        )
    asking.ask_quotas(feature=stage.feature, by=board)
    asking.ask(
        feature=stage.feature,
        wanted=[
            asking.Wanted(
                unit=Unit.objects.get(code=code),
                kind=ItemKind.RECORD,
                count=1,
                topic=f"Đề nghị cung cấp tư liệu năm {year} cho dòng thời gian",
                due_on=soon,
                year=year,
            )
            for year, (code, _days) in YEARS_ASKED.items()
        ],
        by=board,
    )
    asked = ContributionRequest.objects.filter(feature=stage.feature)
    asked.update(asked_at=timezone.now() - timedelta(days=30))
    for kind, item, _count, days in quotas:
        of_kind = asked.filter(unit__kind=kind, kind=item, year=None)
        of_kind.update(due_on=today + timedelta(days=days))
    for year, (_code, days) in YEARS_ASKED.items():
        asked.filter(year=year).update(due_on=today + timedelta(days=days))
    for line in RequestChange.objects.filter(request__in=asked).select_related("request"):
        line.at = line.request.asked_at
        line.after["due_on"] = f"{line.request.due_on:%Y-%m-%d}"
        line.save()


def _contribution(stage: Stage, sample: Sample, days_ago: int) -> None:
    """A contribution as far on its way as the sample says, by the editor's own steps."""
    unit = Unit.objects.get(code=sample.unit)
    writer = {"phong-vhtt": WRITER, "phong-qldt": URBAN}.get(sample.unit)
    asked = ContributionRequest.objects.open().filter(
        feature=stage.feature, unit=unit, kind=sample.kind, year=None
    )
    page = ContributionPage(
        title=sample.title,
        summary=sample.summary,
        live=False,
        owner=stage.people[writer or BOARD],
        unit=unit,
        kind=sample.kind,
        request=asked.first() if sample.asked else None,
        body=bodies.contribution_body(sample, stage.pictures),
        image=stage.pictures.get(sample.picture),
        image_credit=bodies.CREDIT if sample.picture else "",
        author_name="Người viết mẫu",
        source_name="Bài viết mẫu của dự án",
        published_at=timezone.now() - timedelta(days=days_ago)
        if sample.state == DeliveryState.PUBLISHED
        else None,
    )
    stage.themes[sample.theme].add_child(instance=page)
    saved = page.save_revision(user=page.owner)
    if sample.state == DeliveryState.PUBLISHED:
        saved.publish()
        return
    if sample.state == DeliveryState.DRAFT:
        return
    workflow = page.get_workflow()
    if workflow is None:
        raise LookupError("The site has no workflow.")
    workflow.start(page, page.owner)
    if sample.state == DeliveryState.RETURNED:
        page = ContributionPage.objects.get(pk=page.pk)
        step = page.current_workflow_task_state
        step.task.specific.on_action(step, stage.people[BOARD], "reject", comment=sample.reason)


def _album(stage: Stage) -> None:
    _publish(
        stage.feature,
        AlbumPage(
            title="Album mẫu: Một ngày bên sông",
            slug="mot-ngay-ben-song",
            summary="Sáu bức tranh vẽ mẫu, từ sáng sớm đến khi phố lên đèn.",
            unit=Unit.objects.get(code="phong-vhtt"),
            author_name="Dự án (tranh vẽ)",
            photos=[
                (
                    "photo",
                    {
                        "image": stage.pictures[name],
                        "caption": stage.pictures[name].title,
                        "year": None,
                        "credit": bodies.CREDIT,
                    },
                )
                for name in ALBUM
            ],
        ),
    )


def _photo(name: str) -> Photo:
    """A drawing, sent in like any photo; its pictures are made before a worker runs."""
    with (HERE / f"{name}.jpg").open("rb") as file:
        photo = uploads.receive(
            file=file, key=uuid.uuid4(), batch=uuid.uuid4(), patience=IN_BACKGROUND
        )
    uploads.make_derivatives(photo_id=photo.pk)
    return photo


def _material(stage: Stage) -> None:
    """A ward has sent photos and words, which wait for the board."""
    sender = stage.people[WARD]
    unit = Unit.objects.get(code="00139")
    asked = ContributionRequest.objects.open().get(
        feature=stage.feature, unit=unit, kind=ItemKind.PHOTO
    )
    photo = _photo("anh-6")
    sending.send_material(
        feature=stage.feature,
        unit=unit,
        sender=sender,
        kind=ItemKind.PHOTO,
        content=sending.Content(
            title="Ảnh mẫu: Bờ sông sau cơn mưa",
            text="Tư liệu mẫu của phường, kèm một tranh vẽ thay cho ảnh.",
            author_name=str(sender),
            theme=stage.themes["do-thi-ha-tang"],
            batch=photo.batch,
            photos=[photo],
        ),
        key=uuid.uuid4(),
        request=asked,
    )


def _memories(stage: Stage) -> None:
    """All but the last are on the wall; that one waits."""
    for number, sample in enumerate(MEMORIES, start=1):
        photo = _photo(sample.picture)
        sent = memories.send(
            feature=stage.feature,
            key=photo.batch,
            photos=[photo],
            owner=None,
            told=memories.Told(
                title=sample.title,
                words=sample.words,
                year=sample.year,
                place=sample.place,
                sender_name=sample.sender,
                owns_picture=True,
                people_agree=True,
                children=ChildrenShown.NONE,
            ),
            code=uploads.new_code(),
        )
        if number < len(MEMORIES):
            sent.memory.photo.refresh_from_db()
            memories.publish(memory=sent.memory, by=stage.people[BOARD])


def _royalties(stage: Stage) -> None:
    """A rule with made-up numbers, so that the list can be tried."""
    rule = RoyaltyRule(
        valid_from=timezone.localdate().replace(month=1, day=1),
        base_salary=Decimal("1000000"),
        basis="Quy định mẫu: mức lương cơ sở là số mẫu để dùng thử",
    )
    rule.rates = [
        RoyaltyRate(kind=kind, coefficient=Decimal(usual), ceiling=Decimal(most))
        for kind, usual, most in (
            (ItemKind.NEWS, 2, 10),
            (ItemKind.ARTICLE, 8, 30),
            (ItemKind.PHOTO, 2, 10),
            (ItemKind.VIDEO, 10, 30),
            (ItemKind.RECORD, 3, 10),
            (ItemKind.FIGURES, 1, 10),
        )
    ]
    rule.save()
