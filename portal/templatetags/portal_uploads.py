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
def pending_count(photos: list[Photo]) -> int:
    """How many of them wait for their verdict."""
    return sum(photo.is_pending for photo in photos)


@register.filter
def in_list(photo: Photo) -> list[Photo]:
    """One photo where a component takes several."""
    return [photo]
