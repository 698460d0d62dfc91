"""What follows a change of a report: its photos, the search, the kept pages, those who follow."""

from beautiful_city.models import Case, CaseEvent, CasePhoto
from beautiful_city.services import following
from portal import revision, uploads
from portal.after_commit import after_commit
from portal.models import Photo
from portal.search.services import index_object


def after_change(case: Case) -> None:
    """To be called in the transaction of the change, with the case as it stands now."""
    settle_photos(case)
    following.reword(case)
    after_commit(_index, case.pk)
    revision.bump()


def after_event(event: CaseEvent) -> None:
    """To be called in the transaction that writes a line of the history."""
    following.tell(event)


def settle_photos(case: Case) -> None:
    """Checked photos of a public case are public, all others are not."""
    rows = list(CasePhoto.objects.filter(case=case).select_related("photo"))
    show: list[Photo] = []
    hide: list[Photo] = []
    for row in rows:
        wanted = case.is_public and row.checked
        if wanted and not row.photo.is_public:
            show.append(row.photo)
        elif not wanted and row.photo.is_public:
            hide.append(row.photo)
    if show:
        uploads.publish(photos=show)
    if hide:
        # Not for good: they come back with the case. What a moderator hid has `checked` taken off.
        uploads.hide(photos=hide)


def _index(pk: int) -> None:
    case = Case.objects.select_related("category", "unit", "ward").filter(pk=pk).first()
    if case is not None:
        index_object(case)
