"""Images that people send in: checks, encoding again, place and time of capture.

Order of dependence: `refusals`, `leftovers` ← `containers` ← `prepare` ← `capture`. Nothing here
knows a model or a form.
"""

from portal.images.capture import Capture, read_capture
from portal.images.prepare import PreparedFile, PreparedImage, prepare_image
from portal.images.refusals import ImageRefused

__all__ = [
    "Capture",
    "ImageRefused",
    "PreparedFile",
    "PreparedImage",
    "prepare_image",
    "read_capture",
]
