"""Thousands of made-up reports in a few seconds, for measuring. Their titles say "Phản ánh mẫu".

They go in beside the services. Their pictures are the files of a few photos, shown again and
again: what is measured is rows, not drawing.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from beautiful_city.models import (
    Case,
    CaseEvent,
    CaseNumber,
    CasePhoto,
    Category,
    DeadlinePolicy,
)
from beautiful_city.states import ASSIGNED_STATES, FIXED, SHOWN, WITH_UNIT, Kind, PhotoRole, State
from portal import revision, uploads
from portal.images.process import IN_BACKGROUND
from portal.kinds import UnitKind
from portal.models import Photo, PhotoDerivative, Unit

BATCH = 500
FIRST_DAY = datetime(2017, 1, 1)
MINUTES = 550 * 24 * 60
SAMPLES = 8
# The district lies between these, roughly.
SOUTH, NORTH, WEST, EAST = 21.00, 21.08, 105.86, 105.94
# Of a hundred reports about so many stand in each state.
SHARES = {
    State.SUBMITTED: 4,
    State.ASSIGNED: 8,
    State.IN_PROGRESS: 12,
    State.REMEDIATED: 5,
    State.VERIFIED: 15,
    State.CLOSED: 36,
    State.REJECTED: 5,
    State.PUBLISHED: 15,
}


def fill(*, cases: int, seed: int = 2018) -> Iterator[int]:
    """Add made-up reports of 2017 and 2018 to all wards; yields how many are in.

    The same seed gives the same reports. Raises ValueError where there is no ward or no category.
    """
    choice = random.Random(seed)  # noqa: S311 - text, not a secret
    wards = list(Unit.objects.of_kind(UnitKind.WARD).order_by("pk"))
    categories = {kind: list(Category.objects.of_kind(kind)) for kind in Kind}
    policy = DeadlinePolicy.objects.filter(category=None, severity="normal").first()
    if not wards or policy is None or not all(categories.values()):
        raise ValueError(_("Chưa có phường hoặc lĩnh vực nào để thêm phản ánh."))
    samples = _samples()
    done = 0
    while done < cases:
        size = min(BATCH, cases - done)
        numbers = _numbers(size)
        batch = []
        for number in numbers:
            state = choice.choices(list(SHARES), list(SHARES.values()))[0]
            kind = Kind.GOOD if state == State.PUBLISHED else Kind.BAD
            category = choice.choice(categories[kind])
            batch.append(_case(choice, number, state, category, choice.choice(wards), policy))
        _insert(batch, samples)
        done += size
        yield done
    revision.bump()


def _numbers(size: int) -> list[int]:
    """A stretch of numbers of 2018, behind those that are given."""
    with transaction.atomic():
        row, _made = CaseNumber.objects.get_or_create(year=FIRST_DAY.year + 1)
        first = row.last + 1
        row.last += size
        row.save()
    return list(range(first, first + size))


def _case(
    choice: random.Random,
    number: int,
    state: State,
    category: Category,
    ward: Unit,
    policy: DeadlinePolicy,
) -> Case:
    sent = timezone.make_aware(FIRST_DAY + timedelta(minutes=choice.randrange(MINUTES)))
    given, answered = sent + timedelta(hours=4), sent + timedelta(hours=choice.randrange(8, 90))
    latitude, longitude = choice.uniform(SOUTH, NORTH), choice.uniform(WEST, EAST)
    public = state in SHOWN
    assigned = state in ASSIGNED_STATES | FIXED
    text = f"Phản ánh mẫu số {number}: {category.name}, {ward.name}."
    return Case(
        year=FIRST_DAY.year + 1,
        number=number,
        kind=category.kind,
        state=state,
        category=category,
        title=f"Phản ánh mẫu {number}: {category.name}",
        text=text,
        public_text=text if public else "",
        place_text=f"Phố Mẫu, {ward.name}",
        ward=ward,
        latitude=latitude,
        longitude=longitude,
        public_latitude=latitude if public else None,
        public_longitude=longitude if public else None,
        unit=ward if assigned else None,
        policy=policy if assigned else None,
        allowed_hours=24 if assigned else None,
        spent_seconds=3600 * choice.randrange(2, 40) if state in FIXED else 0,
        clock_since=given if state in WITH_UNIT else None,
        deadline_at=given + timedelta(hours=72) if assigned else None,
        district_due_at=sent + timedelta(hours=24) if state == State.SUBMITTED else None,
        submitted_at=sent,
        assigned_at=given if assigned else None,
        remediated_at=answered if state in FIXED | {State.REMEDIATED} else None,
        verified_at=answered + timedelta(hours=8) if state in FIXED else None,
        closed_at=answered + timedelta(days=16)
        if state in {State.CLOSED, State.REJECTED}
        else None,
        on_time=choice.random() < 0.8 if state in FIXED else None,
        taken_hours=choice.randrange(2, 40) if state in FIXED else None,
        is_public=public,
        public_at=given if public else None,
    )


@transaction.atomic
def _insert(batch: list[Case], samples: list[Photo]) -> None:
    Case.objects.bulk_create(batch)
    photos, rows, events = [], [], []
    for case in batch:
        roles = [PhotoRole.BEFORE]
        if case.state in FIXED:
            roles.append(PhotoRole.AFTER)
        for role in roles:
            sample = samples[(case.number + len(role)) % len(samples)]
            photo = _like(sample, case)
            photos.append((photo, sample))
            rows.append(
                CasePhoto(
                    case=case,
                    photo=photo,
                    role=role,
                    checked=case.is_public,
                    chosen=case.state in FIXED,
                )
            )
        events += [
            CaseEvent(
                case=case,
                at=moment,
                name=name,
                label=label,
                is_public=True,
                from_state=turn,
                in_time=case.number % 10 > 0 if turn else None,
            )
            for name, label, moment, turn in (
                ("sent", "Gửi phản ánh", case.submitted_at, ""),
                ("assign", "Giao đơn vị xử lý", case.assigned_at, State.SUBMITTED),
                (
                    "verify",
                    "Đã kiểm tra, xác nhận khắc phục",
                    case.verified_at,
                    State.REMEDIATED,
                ),
            )
            if moment is not None
        ]
    Photo.objects.bulk_create(photo for photo, _sample in photos)
    CasePhoto.objects.bulk_create(rows)
    CaseEvent.objects.bulk_create(events)
    PhotoDerivative.objects.bulk_create(_derivatives(photos))


def _samples() -> list[Photo]:
    """A few public photos, drawn and sent in like any other."""
    samples = []
    for number in range(SAMPLES):
        picture = Image.linear_gradient("L").resize((800, 600)).rotate(number * 20)
        colours = Image.merge("RGB", [picture, picture.rotate(90), picture.rotate(180)])
        file = BytesIO()
        colours.save(file, "JPEG")
        photo = uploads.receive(
            file=file, key=uuid.uuid4(), batch=uuid.uuid4(), patience=IN_BACKGROUND
        )
        uploads.make_derivatives(photo_id=photo.pk)
        uploads.claim(batch=photo.batch)
        uploads.publish(photos=[photo])
        samples.append(Photo.objects.prefetch_related("derivatives").get(pk=photo.pk))
    return samples


def _like(sample: Photo, case: Case) -> Photo:
    return Photo(
        key=uuid.uuid4(),
        batch=uuid.uuid4(),
        width=sample.width,
        height=sample.height,
        content_hash=sample.content_hash,
        dhash=f"{random.Random(case.number).getrandbits(64):016x}",  # noqa: S311
        claimed_at=case.submitted_at,
        published_at=case.public_at,
        derivatives_made_at=case.submitted_at,
        original_deleted_at=case.submitted_at,
        original=sample.original.name,
    )


def _derivatives(photos: list[tuple[Photo, Photo]]) -> Iterator[PhotoDerivative]:
    for photo, sample in photos:
        for derivative in sample.derivatives.all():
            yield PhotoDerivative(
                photo=photo,
                width=derivative.width,
                height=derivative.height,
                format=derivative.format,
                file=derivative.file.name,
                public_file=derivative.public_file.name if photo.published_at else "",
            )
