"""What the app adds to the editor."""

from wagtail import hooks

from beautiful_city.choosers import PairChooserViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    return [PairChooserViewSet("case_chooser")]
