"""Photos that were sent in, in templates."""

from django import template

from portal.models import Photo
from portal.uploads import pictures

register = template.Library()


@register.filter
def preview_url(photo: Photo, width: int) -> str:
    """Where those who may see a photo that is not public see it, about `width` pixels wide."""
    return pictures.preview_url(photo, width)


@register.filter
def in_list(photo: Photo) -> list[Photo]:
    """One photo where a component takes several."""
    return [photo]
