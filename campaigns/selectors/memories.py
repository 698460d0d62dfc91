"""What is read of Góc ký ức: the public wall, what waits for the board, what a code leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from campaigns.models import FeaturePage, Memory
from campaigns.states import MemoryState
from portal import uploads
from portal.contacts import without_contacts
from portal.cursor import Asked, Cursor, row_slice
from portal.uploads import Picture

PAGE_SIZE = 18
QUEUE_SIZE = 10


@dataclass(frozen=True)
class WallMemory:
    """One picture of the wall, as templates/campaigns/memory_card.html takes it."""

    pk: int
    title: str
    words: str
    year: int | None
    place: str
    sender_name: str
    picture: Picture

    @property
    def when_where(self) -> str:
        return ", ".join(part for part in (self.place, str(self.year or "")) if part)

    @property
    def alt(self) -> str:
        return f"{self.title} ({self.when_where})" if self.when_where else self.title


@dataclass(frozen=True)
class WallPage:
    memories: list[WallMemory]
    newer: Cursor | None
    older: Cursor | None


@dataclass(frozen=True)
class QueuePage:
    """What the board looks at: of what waits, the oldest and no neighbours, since each decision
    makes room for the next; of what was decided, newest first."""

    memories: list[Memory]
    newer: Cursor | None
    older: Cursor | None


def public_memories(feature: FeaturePage, limit: int) -> list[WallMemory]:
    """The latest of the wall. Two statements, one where it is empty."""
    return _shown(_with_pictures(feature.memories.public()).order_by("-sent_at", "-pk")[:limit])


def wall_page(feature: FeaturePage, asked: Asked) -> WallPage:
    """Two statements, one where the wall is empty."""
    found = row_slice(
        _with_pictures(feature.memories.public()), asked, date="sent_at", size=PAGE_SIZE
    )
    return WallPage(_shown(found.rows), found.newer, found.older)


def waiting_memories() -> QuerySet[Memory]:
    """What the board has to look at, the oldest first, with its campaign and photo."""
    waiting = Memory.objects.filter(state=MemoryState.WAITING)
    return waiting.select_related("feature", "photo").order_by("sent_at", "pk")


def queue_page(feature: FeaturePage, state: MemoryState, asked: Asked) -> QueuePage:
    """The memories of a campaign in one state, for the board. One statement."""
    if state == MemoryState.WAITING:
        return QueuePage(list(waiting_memories().filter(feature=feature)[:QUEUE_SIZE]), None, None)
    rows = Memory.objects.filter(feature=feature, state=state)
    found = row_slice(
        rows.select_related("photo", "decided_by"), asked, date="sent_at", size=QUEUE_SIZE
    )
    return QueuePage(found.rows, found.newer, found.older)


def counts_by_state(feature: FeaturePage) -> dict[str, int]:
    """How many memories of a campaign are in each state."""
    rows = Memory.objects.filter(feature=feature).order_by().values("state")
    found = {row["state"]: row["count"] for row in rows.annotate(count=Count("pk"))}
    return {state.value: found.get(state.value, 0) for state in MemoryState}


def tracked_memory(feature: FeaturePage, code: str) -> Memory | None:
    """The memory of a code as a person typed it; None for a wrong code and for what is none."""
    memories = Memory.objects.filter(feature=feature, code_digest__in=uploads.digests(code))
    return memories.select_related("photo").first()


def _with_pictures(memories: QuerySet[Memory]) -> QuerySet[Memory]:
    return memories.select_related("photo").prefetch_related(uploads.photo_prefetch("photo"))


def _shown(memories: list[Memory] | QuerySet[Memory]) -> list[WallMemory]:
    """Without those whose public picture is not made yet: it is within seconds. What a sender wrote
    to be reached by is left out."""
    pairs = [(memory, uploads.public_picture(memory.photo)) for memory in memories]
    return [
        WallMemory(
            pk=memory.pk,
            title=without_contacts(memory.title),
            words=without_contacts(memory.words),
            year=memory.year,
            place=without_contacts(memory.place),
            sender_name=without_contacts(memory.sender_name),
            picture=picture,
        )
        for memory, picture in pairs
        if picture is not None
    ]
