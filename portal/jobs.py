"""The periodic jobs of the ground floor. Each does all there is to do at the time."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import DraftStateMixin, Page, Revision

from portal.models import JobRun
from portal.one_by_one import one_by_one
from portal.search import services as search

RUNS_KEPT = timedelta(days=7)
TASK_RESULTS_KEPT = timedelta(days=14)
BROKEN_OFF_AFTER = timedelta(hours=6)
"""No upload takes so long; what is older was left by a process that was killed."""


def publish_scheduled() -> str:
    """Publishes and expires by date, as Wagtail's command of that name, which stops at the first
    that fails, each minute anew. The page cache is cleared by what listens to the signals
    `page_published` and `page_unpublished`."""
    now = timezone.now()
    acts = [partial(_expire, thing) for thing in _expired(now)]
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    acts += [partial(_publish, revision) for revision in due]
    return str(one_by_one(_in_one_piece, acts, stops_none=Exception))


def _expired(now: datetime) -> Iterator[DraftStateMixin]:
    for model in apps.get_models():
        # The rows of all kinds of page stand in the table of `Page`.
        if model is Page or (issubclass(model, DraftStateMixin) and not issubclass(model, Page)):
            yield from model._default_manager.filter(live=True, expire_at__lt=now)


def _expire(thing: DraftStateMixin) -> None:
    thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _in_one_piece(act: Callable[[], None]) -> None:
    with transaction.atomic():
        act()


def clear_sessions() -> None:
    call_command("clearsessions")


def rebuild_search() -> str:
    """What changes by itself or past the editor: units that begin and end, and what is imported."""
    return str(sum(number for _kind, number in search.rebuild()))


def prune_job_runs() -> str:
    """Old finished runs; two jobs a minute would make a million rows a year.

    The last run of each job stays, however old: without it a monthly job would be due again.
    """
    later = JobRun.objects.filter(job=OuterRef("job"), slot__gt=OuterRef("slot"))
    old = JobRun.objects.filter(Exists(later), finished_at__lt=timezone.now() - RUNS_KEPT)
    count, _by_model = old.delete()
    return str(count)


def prune_task_results() -> str:
    """Old finished background tasks: their arguments may name people."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASK_RESULTS_KEPT)
    count, _by_model = old.delete()
    return str(count)


def sweep_uploads() -> str:
    """Files of uploads that Django keeps in the temporary folder while a request runs. One that was
    killed leaves them: photos of people, with all that stands in them."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir())
    oldest = (timezone.now() - BROKEN_OFF_AFTER).timestamp()
    count = 0
    for path in folder.glob("tmp*.upload*"):
        try:
            found = path.lstat()
            if found.st_uid == os.getuid() and found.st_mtime < oldest and not path.is_dir():
                path.unlink()
                count += 1
        except FileNotFoundError:
            continue
    return str(count)
