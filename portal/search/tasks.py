"""What the search does in the background."""

from django_tasks import task

from portal.search import services


@task()
def refresh_unit_task(unit_id: int) -> None:
    services.refresh_unit(unit_id)
