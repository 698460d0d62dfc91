"""Measured numbers as people here write them."""

from django import template

from portal import charts

register = template.Library()


@register.filter
def decimal_vi(value: float | None) -> str:
    """`1.234,5`; a dash where there is nothing."""
    return "–" if value is None else charts.decimal_vi(value)


@register.filter
def percent_vi(value: float | None) -> str:
    """`86,4%`; a dash where there is nothing to take a share of."""
    return "–" if value is None else f"{charts.decimal_vi(value)}%"


@register.filter
def bar_width(value: float | None) -> str:
    """Of a share in per cent: a width for a drawing 100 wide, with a decimal point."""
    return f"{min(100.0, max(0.0, value or 0)):.1f}"
