"""Charts drawn on the server: SVG in the cells of the table that holds their numbers."""

from typing import Any

from django import template

from portal.charts import Chart, bars

register = template.Library()


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(chart: Chart) -> dict[str, Any]:
    """`{% bar_chart chart %}`: a `portal.charts.Chart`, its bars and its numbers in one table."""
    return {"chart": chart, "bars": bars(chart)}
