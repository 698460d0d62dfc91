"""`{% leader_note subject %}`: the notes on a thing, and for a leader the way to write one."""

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils import timezone

from portal.forms.leader_notes import WriteForm
from portal.leader_notes import permissions, selectors
from portal.leader_notes.states import NoteState
from portal.leader_notes.subjects import kind_of

register = template.Library()


@register.inclusion_tag("work/note_button.html", takes_context=True)
def leader_note(context: Context, subject: Model, form: WriteForm | None = None) -> dict[str, Any]:
    """Nothing for who neither writes nor answers. `form` is one that was refused. One statement for
    the notes and, for a leader, one for the ready sentences."""
    request = context["request"]
    user = request.user
    now = timezone.now()
    writes = permissions.can_write_about(user, subject)
    unit = kind_of(subject).unit(subject)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "subject": subject,
        "kind": kind_of(subject).name,
        "unit": unit,
        "writes": writes,
        "form": (form or WriteForm(now=now)) if writes and unit else None,
        "phrases": selectors.phrases() if writes and unit else [],
        "notes": [
            {
                "note": note,
                "late": note.is_late(now),
                "can_withdraw": writes and note.state == NoteState.WAITING,
            }
            for note in selectors.beside(user, subject)
        ],
    }
