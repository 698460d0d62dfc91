"""The templates that a portal begins with, from a data file."""

import tomllib
from pathlib import Path

from django.db import transaction

from portal.models import LetterTemplate

TEMPLATES_FILE = Path(__file__).parents[1] / "data" / "letter_templates.toml"


@transaction.atomic
def ensure_templates(*, path: Path = TEMPLATES_FILE) -> int:
    """Add each series of the file of which there is no template yet; returns how many.

    What is there is left as it is. ValidationError where the file is wrong, and then none is added.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["template"]
    known = set(LetterTemplate.objects.values_list("series", flat=True))
    added = 0
    for entry in entries:
        if entry["series"] in known:
            continue
        texts = {name: value.strip() for name, value in entry.items() if isinstance(value, str)}
        template = LetterTemplate(**{**entry, **texts})
        template.full_clean()
        template.save()
        added += 1
    return added
