"""Whether the portal and what it stands on are well: what `/healthz` says."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.models import Case, Count, F, Min, When
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.models import JobRun
from portal.schedule import JOBS, KILLED_AFTER, Job
from portal.working_time import LOCAL_TIME

# How late the worker and the clock may be before someone should look.
LATE_AFTER = timedelta(minutes=15)
STORAGES_CHECKED = ("default", "private")

Section = dict[str, Any]


def health_report(*, now: datetime) -> Section:
    """{"ok": bool, "database": {"ok": …}, "cache": …, "storage": …, "queue": …, "jobs": …}.

    A part that fails says so by the class of its error only: the page is public.
    """
    sections = {
        "database": _checked(_database),
        "cache": _checked(_cache),
        "storage": _checked(_storage),
        "queue": _checked(lambda: _queue(now)),
        "jobs": _checked(lambda: _jobs(now)),
    }
    return {"ok": all(section["ok"] for section in sections.values()), **sections}


def _checked(check: Callable[[], Section]) -> Section:
    try:
        return check()
    except Exception as error:
        return {"ok": False, "error": type(error).__name__}


def _database() -> Section:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return {"ok": cursor.fetchone() == (1,)}


def _cache() -> Section:
    token = secrets.token_hex(8)
    key = f"healthz:{token}"
    cache.set(key, token, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    return {"ok": found == token}


def _storage() -> Section:
    """Writes a small file into each storage and takes it away again."""
    for alias in STORAGES_CHECKED:
        storage = storages[alias]
        name = storage.save(f"healthz-{secrets.token_hex(8)}", ContentFile(b"ok"))
        storage.delete(name)
    return {"ok": True}


def _queue(now: datetime) -> Section:
    """Background tasks that are due and wait for a worker; the age in whole seconds."""
    # A task without a date of its own carries the latest possible one.
    due_since = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    waiting = DBTaskResult.objects.ready().aggregate(number=Count("pk"), oldest=Min(due_since))
    age = now - waiting["oldest"] if waiting["oldest"] else timedelta()
    return {
        "ok": age <= LATE_AFTER,
        "waiting": waiting["number"],
        "oldest_seconds": max(0, int(age.total_seconds())),
    }


def _jobs(now: datetime) -> Section:
    last_runs = [_last_run(job, now) for job in JOBS]
    return {"ok": all(run["ok"] is not False for run in last_runs), "last_runs": last_runs}


def _last_run(job: Job, now: datetime) -> Section:
    """`ok` is true, false (failed, killed, late or never run) or null (running)."""
    run = JobRun.objects.filter(job=job.name).order_by("-slot").first()
    facts = {"name": job.name, "label": job.label_vi}
    if run is None:
        return {**facts, "slot": None, "finished": None, "ok": False}
    late = run.slot < job.when.slot(now - LATE_AFTER)
    killed = run.finished_at is None and run.started_at < now - KILLED_AFTER
    return {
        **facts,
        "slot": run.slot.astimezone(LOCAL_TIME),
        "finished": run.finished_at and run.finished_at.astimezone(LOCAL_TIME),
        "ok": False if late or killed else run.ok,
    }
