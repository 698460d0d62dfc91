"""The only door to a school's files."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portal.private_files import private_file_response
from school_intranet.readers import Reader
from school_intranet.selectors.files import visible_file
from school_intranet.services.core import log_access
from school_intranet.views.base import LONGEST_KEY

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


@require_safe
def school_file(request: HttpRequest, reader: Reader, pk: int) -> HttpResponseBase:
    found = visible_file(reader, pk) if len(str(pk)) <= LONGEST_KEY else None
    if found is None:
        raise Http404
    log_access(school=reader.school, user=reader.user, action="download", item=found)
    return private_file_response(
        request,
        found.file,
        content_type=found.content_type,
        inline=found.content_type in INLINE,
        for_whom="private",
        filename=found.name,
    )
