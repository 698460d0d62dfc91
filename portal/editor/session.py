"""Whether who writes is still signed in: `editor-keep.js` asks it before it sends a form."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def editor_session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and a fresh token against forged forms: those of a page that stands open
    are not taken any more once its writer has signed in again. Wagtail answers 403 to a script
    after the session."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})
