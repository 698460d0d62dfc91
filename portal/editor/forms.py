"""The form of a page that belongs to a unit."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.permissions import is_board, writing_units
from portal.text import slugify_vi


class UnitPageForm(WagtailAdminPageForm):
    """Fills the unit in from the writer's memberships.

    A writer chooses only between units of their own, and no longer once the item was sent; the
    board may give an item to any unit. The author's name is the writer's until another is typed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # The script that fills it in may be slower than the writer, or not run at all.
            self.fields["slug"].required = False
        user = self.for_user
        if user is None:
            return
        if "unit" in self.fields:
            self._limit_units(user)
        if "author_name" in self.fields and self.instance.pk is None:
            self.initial["author_name"] = str(user)

    def _limit_units(self, user: User) -> None:
        field = self.fields["unit"]
        kept = Unit.objects.filter(pk=self.instance.unit_id)
        if is_board(user):
            # Who belongs to which group of a school is the school's own matter.
            today = Unit.objects.valid_on(timezone.localdate())
            field.queryset = today.exclude(kind=UnitKind.SUBJECT_GROUP) | kept
            return
        field.required = True
        field.error_messages["required"] = _("Chọn đơn vị của bài.")
        units = {unit.pk: unit for unit in writing_units(user)}
        field.queryset = Unit.objects.filter(pk__in=units)
        begun = self.instance.pk is not None
        if begun and (
            self.instance.unit_id not in units or self.instance.current_workflow_state is not None
        ):
            field.queryset, field.disabled = kept, True
        elif not begun and units:
            self.initial["unit"] = next(iter(units))
        if len(units) == 1:
            # A disabled field keeps its first value, whatever the browser sends.
            field.disabled = True

    def clean_slug(self) -> str:
        """The address as typed; of an item that was never published, one that is free: two items of
        one title must not stop the writer with a word about addresses."""
        slug: str = self.cleaned_data.get("slug") or slugify_vi(self.data.get("title", ""))
        if self.instance.first_published_at is not None or not slug:
            return slug
        free, number = slug, 1
        while not Page._slug_is_available(free, self.parent_page, self.instance):
            number += 1
            free = f"{slug}-{number}"
        return free
