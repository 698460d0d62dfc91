"""The example of the style page for sending photos. What is sent there is deleted after a day."""

from portal.images import ImageRefused
from portal.models import Photo
from portal.uploads.forms import PhotosMixin
from portal.uploads.spam import SpamTrapMixin


class ExampleUpload(PhotosMixin, SpamTrapMixin):
    """A form of photos alone."""


def unsettled_photos() -> list[Photo]:
    """One photo without a verdict and one that was refused; neither is stored."""
    why = str(ImageRefused("damaged"))
    return [Photo(state=Photo.State.PENDING), Photo(state=Photo.State.REFUSED, refusal=why)]
