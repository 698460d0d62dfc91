"""What one unit took over from another, in words."""

from django import template
from django.utils.translation import gettext as _

from portal.charts import decimal_vi
from portal.models import UnitSuccession
from portal.templatetags.portal_tags import number_vi

register = template.Library()


@register.filter
def share_words(succession: UnitSuccession) -> str:
    """`Kế thừa 62,5% của`, `Kế thừa 0,73 km², 13.092 người của` or `Kế thừa`, as the source tells;
    the unit's name follows."""
    parts = []
    if succession.share is not None:
        parts.append(_("%s%% phần") % decimal_vi(float(succession.share * 100)))
    if succession.area_km2 is not None:
        parts.append(f"{number_vi(succession.area_km2)} km²")
    if succession.population is not None:
        parts.append(_("%s người") % number_vi(succession.population))
    return _("Kế thừa %s của") % ", ".join(parts) if parts else _("Kế thừa")
