"""The one workflow of the portal: unit, then board, for every page of the site."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site, Task, Workflow, WorkflowPage, WorkflowTask

from portal.models import BoardApprovalTask, UnitApprovalTask

STEPS: tuple[type[Task], ...] = (UnitApprovalTask, BoardApprovalTask)


@transaction.atomic
def ensure_workflow() -> Workflow:
    """Make the workflow with its two steps and put it on the site's root page.

    Safe to run again: what is there is kept, steps are brought back into order, and a step or a
    workflow that was switched off is switched on. Site.DoesNotExist where there is no site yet.
    """
    tasks = [_ensure_task(step) for step in STEPS]
    workflow = Workflow.objects.filter(workflow_tasks__task__in=tasks).distinct().first()
    if workflow is None:
        workflow = Workflow.objects.create(name=_("Duyệt tin, bài"))
    if not workflow.active:
        workflow.active = True
        workflow.save()
    WorkflowTask.objects.filter(workflow=workflow).exclude(task__in=tasks).delete()
    for number, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": number}
        )
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def _ensure_task(step: type[Task]) -> Task:
    task = step.objects.order_by("pk").first()
    if task is None:
        return step.objects.create(name=str(step._meta.verbose_name))
    if not task.active:
        task.active = True
        task.save(update_fields=["active"])
    return task
