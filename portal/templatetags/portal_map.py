"""Maps: a list of points that a script shows on a map, where there is one."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("components/map.html")
def point_map(
    points: Iterable[Any], places: Iterable[Any] = (), points_url: str = "", label: str = "Bản đồ"
) -> dict[str, Any]:
    """`{% point_map points places points_url %}`: points as a list, and beside it a map of them.

    A point has `latitude`, `longitude`, `label`, `url`, `tone` and `state` (a badge's), `note` and
    `count` (how many stand there; a cluster has more than one, and its `url` lists them). A place
    has `name`, `latitude` and `longitude`: a ward's name on the map.

    With `points_url` the map asks again each time it is moved: a GET with `muc` (zoom, 0 to 19)
    and `khung=west,south,east,north` (degrees) is answered by `{"points": [...]}`, of that shape.
    """
    return {
        "points": points,
        "places": places,
        "points_url": points_url,
        "label": label,
        "tiles": settings.MAP_TILE_URL,
        "credit": settings.MAP_TILE_CREDIT,
        "tones": ("plain", "red", "gold", "steel", "reed"),
    }
