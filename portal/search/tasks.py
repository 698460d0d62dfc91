"""What the search does in the background."""

from datetime import timedelta

from portal import background
from portal.search import services


@background.task(limit=timedelta(minutes=5), again=True)
def refresh_unit_task(unit_id: int) -> None:
    services.refresh_unit(unit_id)
