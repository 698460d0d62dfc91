"""The example of the style page for sending photos. What is sent there is deleted after a day."""

from portal.uploads.forms import PhotosMixin
from portal.uploads.spam import SpamTrapMixin


class ExampleUpload(PhotosMixin, SpamTrapMixin):
    """A form of photos alone."""
