"""What the work front's templates ask of reports."""

from django import template

from beautiful_city.models import CasePhoto
from beautiful_city.selectors import case_frame

register = template.Library()


@register.filter
def alarm_words(row: CasePhoto) -> list[str]:
    """What looks odd about an after photo, in sentences."""
    return case_frame.alarm_words(row)
