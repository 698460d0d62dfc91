"""What the editor shows beside the fields of a campaign."""

from typing import Any

from wagtail.admin.panels import Panel

from campaigns.selectors.years import years_of


class MissingYearsPanel(Panel):
    """The years that the timeline of this draft tells nothing of, with who was asked for them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns/editor/missing_years.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"campaign": self.instance, "years": years_of(self.instance)}
