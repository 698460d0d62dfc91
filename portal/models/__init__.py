"""The ground floor's models. Order of dependence: units, users ← memberships ← the rest."""

from portal.models.briefings import Briefing, BriefingPlan
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
from portal.models.leader_notes import LeaderNote, LeaderNoteMove, NotePhrase
from portal.models.letters import Authority, Letter, LetterStyle, LetterTemplate
from portal.models.memberships import Membership, roles_of
from portal.models.schedule import JobRun
from portal.models.search import SearchEntry
from portal.models.site import SiteSettings
from portal.models.units import Unit, UnitSuccession
from portal.models.uploads import OriginalAccess, Photo, PhotoDerivative
from portal.models.urging import (
    WAITING,
    Message,
    MessageKind,
    MessageStatus,
    Reminder,
    ReminderSource,
)
from portal.models.users import User
from portal.models.views import PageViews, ViewHit
from portal.models.workflow import BoardApprovalTask, UnitApprovalTask

__all__ = [
    "WAITING",
    "ApprovalDelegation",
    "Authority",
    "BoardApprovalTask",
    "Briefing",
    "BriefingPlan",
    "CalendarDay",
    "CorrectionRequest",
    "DayKind",
    "JobRun",
    "LeaderNote",
    "LeaderNoteMove",
    "Letter",
    "LetterStyle",
    "LetterTemplate",
    "Membership",
    "Message",
    "MessageKind",
    "MessageStatus",
    "NotePhrase",
    "OriginalAccess",
    "PageViews",
    "Photo",
    "PhotoDerivative",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "Refusal",
    "Reminder",
    "ReminderSource",
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
