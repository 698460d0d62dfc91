"""The models, by concept. `base` ← `announcements`, `documents`, `broadcasts`, `schedule`,
`library` ← `tasks`, `receipts` ← `files`; `pages` and `log` stand beside them."""

from school_intranet.models.announcements import Announcement
from school_intranet.models.base import SchoolOwned, SchoolQuerySet
from school_intranet.models.broadcasts import (
    Broadcast,
    BroadcastDelivery,
    BroadcastFile,
    ReportField,
    ReportRequest,
    ReportSubmission,
    SubmissionMove,
)
from school_intranet.models.documents import (
    IncomingDocument,
    Instruction,
    Opinion,
    OutgoingDocument,
    RegisterNumber,
)
from school_intranet.models.files import SchoolFile
from school_intranet.models.library import (
    Album,
    AlbumPhoto,
    Answer,
    FormTemplate,
    PhotoConsent,
    Question,
)
from school_intranet.models.log import AccessLog, Graduation, Handover, LogIsFixed, SelfCheck
from school_intranet.models.pages import SchoolPortalIndexPage, SchoolPortalPage
from school_intranet.models.receipts import Receipt
from school_intranet.models.schedule import (
    CalendarToken,
    DistrictMeeting,
    ScheduleItem,
    WeekSchedule,
)
from school_intranet.models.sending import SentForm
from school_intranet.models.tasks import Task, TaskUpdate

__all__ = [
    "AccessLog",
    "Album",
    "AlbumPhoto",
    "Announcement",
    "Answer",
    "Broadcast",
    "BroadcastDelivery",
    "BroadcastFile",
    "CalendarToken",
    "DistrictMeeting",
    "FormTemplate",
    "Graduation",
    "Handover",
    "IncomingDocument",
    "Instruction",
    "LogIsFixed",
    "Opinion",
    "OutgoingDocument",
    "PhotoConsent",
    "Question",
    "Receipt",
    "RegisterNumber",
    "ReportField",
    "ReportRequest",
    "ReportSubmission",
    "ScheduleItem",
    "SchoolFile",
    "SchoolOwned",
    "SchoolPortalIndexPage",
    "SchoolPortalPage",
    "SchoolQuerySet",
    "SelfCheck",
    "SentForm",
    "SubmissionMove",
    "Task",
    "TaskUpdate",
    "WeekSchedule",
]
