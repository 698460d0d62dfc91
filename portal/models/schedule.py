"""What the clock has run: one row per job and slot, which is also the claim on that slot."""

from django.db import models
from django.db.models import Q


class JobRun(models.Model):
    """One run of a periodic job.

    A row is made when a process takes the slot and closed when the job ends. `ok` stays empty until
    then. The two constraints are what keeps two processes from doing the same thing: nobody can
    take a slot twice, and nobody can start a job that is still running. `task_id` names the task of
    a run that was queued for a worker.
    """

    job = models.CharField(max_length=60)
    slot = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    ok = models.BooleanField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    task_id = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["job", "-slot"]
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="jobrun_slot_once"),
            models.UniqueConstraint(
                fields=["job"], condition=Q(finished_at=None), name="jobrun_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%d/%m/%Y %H:%M}"
