"""Photos that citizens and officers send in: the way in, the pictures, what is public.

Order of dependence: `refusals` ← `blurring`, `files` ← `derivatives` ← `checking` ← `receiving`,
`publishing`, `due`; `claiming`, `pictures`, `permissions`, `codes`, `device` and `spam` stand
beside them; `forms` is on top. Which app shows a photo, and when, is that app's business.
"""

from portal.uploads.checking import register_late_verdict
from portal.uploads.claiming import claim, waiting
from portal.uploads.codes import code_for, digest, digests, is_digest_of, new_code
from portal.uploads.derivatives import make_derivatives
from portal.uploads.permissions import register_original_permission, register_photo_permission
from portal.uploads.pictures import (
    Picture,
    photo_prefetch,
    preview_url,
    public_picture,
    similar,
)
from portal.uploads.publishing import blur, delete_originals, hide, open_original, publish
from portal.uploads.receiving import discard, receive
from portal.uploads.refusals import UploadRefused

__all__ = [
    "Picture",
    "UploadRefused",
    "blur",
    "claim",
    "code_for",
    "delete_originals",
    "digest",
    "digests",
    "discard",
    "hide",
    "is_digest_of",
    "make_derivatives",
    "new_code",
    "open_original",
    "photo_prefetch",
    "preview_url",
    "public_picture",
    "publish",
    "receive",
    "register_late_verdict",
    "register_original_permission",
    "register_photo_permission",
    "similar",
    "waiting",
]
