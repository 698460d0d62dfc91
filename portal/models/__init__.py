"""The ground floor's models. Order of dependence: units, users ← memberships ← the rest."""

from portal.models.calendar import CalendarDay, DayKind
from portal.models.editorial import (
    ApprovalDelegation,
    CorrectionRequest,
    Refusal,
    RequestKind,
    RequestStatus,
    UnitApprovalState,
)
from portal.models.files import PortalDocument, PortalImage, PortalRendition
from portal.models.memberships import Membership, roles_of
from portal.models.schedule import JobRun
from portal.models.search import SearchEntry
from portal.models.site import SiteSettings
from portal.models.units import Unit, UnitSuccession
from portal.models.uploads import OriginalAccess, Photo, PhotoDerivative
from portal.models.users import User
from portal.models.views import PageViews, ViewHit
from portal.models.workflow import BoardApprovalTask, UnitApprovalTask

__all__ = [
    "ApprovalDelegation",
    "BoardApprovalTask",
    "CalendarDay",
    "CorrectionRequest",
    "DayKind",
    "JobRun",
    "Membership",
    "OriginalAccess",
    "PageViews",
    "Photo",
    "PhotoDerivative",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "Refusal",
    "RequestKind",
    "RequestStatus",
    "SearchEntry",
    "SiteSettings",
    "Unit",
    "UnitApprovalState",
    "UnitApprovalTask",
    "UnitSuccession",
    "User",
    "ViewHit",
    "roles_of",
]
