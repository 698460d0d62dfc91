"""Images that people send in: checks, encoding again, place and time of capture.

Order of dependence: `process`, `capture` ← `prepare`, `smaller`. The pixels are the business of
`portal.decoder`, in a process of its own. Nothing here knows a model or a form.
"""

from portal.decoder.containers import container_of
from portal.decoder.refusals import ImagePending, ImageRefused
from portal.images.capture import Capture
from portal.images.prepare import PreparedFile, PreparedImage, prepare_image
from portal.images.smaller import smaller_pictures

__all__ = [
    "Capture",
    "ImagePending",
    "ImageRefused",
    "PreparedFile",
    "PreparedImage",
    "container_of",
    "prepare_image",
    "smaller_pictures",
]
