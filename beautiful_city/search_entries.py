"""What reports give to the public search: nothing that the public page does not say."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from beautiful_city.models import Case
from beautiful_city.selectors.exports import public_place
from portal.search.registry import EntryData, Place, register_search_source


def case_entry(case: Case) -> EntryData:
    """A report that was never public gives its number alone: its words are not moderated yet."""
    where = case.ward or case.unit
    words = [case.public_text, public_place(case), case.category.name, where.name if where else ""]
    seen = case.public_at is not None
    return EntryData(
        title=case.title if seen else case.code,
        text="\n".join(word for word in [case.code, *words] if word) if seen else "",
        date=case.public_at or case.submitted_at,
        unit_id=where.pk if where else None,
        place=Place(case.get_absolute_url(), None, case.is_public),
    )


def _cases() -> QuerySet[Case]:
    return Case.objects.public().select_related("category", "unit", "ward")


def register() -> None:
    register_search_source(
        Case, kind="case", label=_("Phản ánh ảnh"), entry=case_entry, objects=_cases
    )
