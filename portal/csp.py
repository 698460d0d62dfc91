"""Content security policies, chosen by the address: the public site's and two of closed parts.

The public one allows nothing inline. Wagtail's editor writes inline scripts and styles, so it has a
looser one, and nobody but editors sees it. Pages of schools are kept by no cache, so that they may
carry a nonce: for the style element of the editor of texts, and nothing else.
"""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse


class PortalCSPMiddleware(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.config = settings.EDITOR_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        elif request.path_info.startswith(settings.SCHOOL_PATH):
            parts.config = settings.SCHOOL_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts
