"""The editor's form of a contribution."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from portal.editor.forms import UnitPageForm
from portal.permissions import is_board, writing_units


class ContributionForm(UnitPageForm):
    """A writer links the item to a request that is open for a unit of theirs; the request that it
    was begun for stays among the choices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("request")
        if field is None or self.for_user is None:
            return
        # By name: the models import this module.
        requests = apps.get_model("campaigns", "ContributionRequest").objects
        own = Q(state="open")
        if not is_board(self.for_user):
            own &= Q(unit__in=[unit.pk for unit in writing_units(self.for_user)])
        parent = self.parent_page
        if parent is not None:
            own &= Q(feature__path=parent.path[: -parent.steplen])
        field.queryset = requests.filter(own | Q(pk=self.instance.request_id)).select_related(
            "unit"
        )
