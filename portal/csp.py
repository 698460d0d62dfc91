"""Two content security policies, chosen by the address: the public site's and the editor's own.

The public one allows nothing inline. Wagtail's editor writes inline scripts and styles, so it has a
looser one, and nobody but editors sees it.
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
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.config = settings.EDITOR_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts
