"""What the filters of the public list offer."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from beautiful_city.models import Case, Category, Pause
from portal.kinds import UnitKind
from portal.models import Unit


def wards() -> QuerySet[Unit]:
    """Those of today, and those of old that public reports stand in. One statement."""
    today = timezone.localdate()
    reported = Exists(Case.objects.public().filter(ward=OuterRef("pk")))
    now = Q(valid_from=None) | Q(valid_from__lte=today)
    now &= Q(valid_to=None) | Q(valid_to__gt=today)
    found: QuerySet[Unit] = Unit.objects.of_kind(UnitKind.WARD).filter(now | reported)
    return found


def ward_name(ward: Unit) -> str:
    """Names come back for other areas, so a ward that is no more says until when it was."""
    if ward.valid_to is not None and ward.valid_to <= timezone.localdate():
        return f"{ward.name} (đến {ward.valid_to:%d/%m/%Y})"
    return ward.name


def categories(kind: str) -> QuerySet[Category]:
    """Those in use, and those that public reports have. One statement."""
    reported = Exists(Case.objects.public().filter(category=OuterRef("pk")))
    found: QuerySet[Category] = Category.objects.of_kind(kind).filter(Q(is_active=True) | reported)
    return found


def pauses_in_force() -> list[Pause]:
    """Decisions by which deadlines stand still now, to be named in public. One statement."""
    now = timezone.now()
    running = Pause.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now), started_at__lte=now)
    return list(running.select_related("ward", "category"))
