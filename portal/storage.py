"""Where files that are not for everyone lie: below PRIVATE_ROOT, outside MEDIA_ROOT."""

from __future__ import annotations

import os
from typing import Never

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.functional import cached_property


class PrivateStorage(FileSystemStorage):
    """Files that only `portal.views.files` hands out, after asking `portal.file_permissions`.

    The place is read from the settings and is no constructor argument: Wagtail writes the
    arguments of a storage into the queue when it deletes a file, and a path is not JSON.
    """

    @cached_property
    def base_location(self) -> str:
        return os.fspath(settings.PRIVATE_ROOT)

    @cached_property
    def location(self) -> str:
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> Never:
        """Private files have no address of their own (Django would fall back on MEDIA_URL).

        Raises NotImplementedError, which is what Wagtail expects of such a storage.
        """
        raise NotImplementedError("A private file has no address; use the view that asks first.")


def private_storage() -> Storage:
    """The storage named `private`. A function, so that migrations hold a name and not a place."""
    return storages["private"]
