"""Rich text is shown as it is stored from now on, no longer cleaned at each view. Every service that
wrote it has cleaned it; it is cleaned once more here, so that what is shown is clean by the rules of
today, whichever release wrote it and wherever a restored backup comes from."""

from django.db import migrations
from django.utils.html import escape

from portal.bounded_html import TooLarge
from school_intranet.html import cleaned, has_marks

MODELS = ("Announcement", "Broadcast", "IncomingDocument")


def clean(apps, schema_editor):
    for name in MODELS:
        rows = apps.get_model("school_intranet", name)._default_manager.exclude(body="")
        for row in rows.only("pk", "body").iterator(chunk_size=200):
            body = _clean(row.body)
            if body != row.body:
                rows.filter(pk=row.pk).update(body=body)


def _clean(body):
    try:
        body = cleaned(body)
    except TooLarge:
        # Nobody wrote it with the editor. Its signs stay, to be read and mended.
        return f"<p>{escape(body)}</p>"
    # A text without a mark would be taken for one that was typed, when somebody changes it.
    return body if has_marks(body) or not body else f"<p>{body}</p>"


class Migration(migrations.Migration):
    dependencies = [("school_intranet", "0006_export_failed")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop, elidable=True)]
