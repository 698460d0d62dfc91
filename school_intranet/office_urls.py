"""The fixed words below `/dieu-hanh-noi-bo/`: signing in, choosing between two schools, the
education office, and the numbers for leaders. They stand before Wagtail's pages."""

from django.urls import URLPattern, path

from school_intranet.addresses import CHOOSE, FEED, LEADERS, OFFICE, ROOT, SIGN_IN
from school_intranet.views import calendars, sign_in
from school_intranet.views.office import broadcasts, meetings, portals, reports, totals

OFFICE_ROOT = f"{ROOT}/{OFFICE}"
SENT = f"{OFFICE_ROOT}/van-ban"

urlpatterns: list[URLPattern] = [
    path(f"{ROOT}/{SIGN_IN}/", sign_in.SchoolSignInView.as_view(), name="school_sign_in"),
    path(f"{ROOT}/{CHOOSE}/", sign_in.choose, name="school_choose"),
    path(f"{ROOT}/{FEED}/<slug:token>.ics", calendars.feed, name="school_feed"),
    path(f"{ROOT}/{LEADERS}/", totals.totals, name="school_totals"),
    path(f"{OFFICE_ROOT}/", broadcasts.broadcast_list, name="office_broadcasts"),
    path(f"{OFFICE_ROOT}/truong/", portals.schools, name="office_schools"),
    path(f"{OFFICE_ROOT}/truong/<int:pk>/mo/", portals.open_portal, name="office_open_portal"),
    path(f"{OFFICE_ROOT}/truong/<int:pk>/hieu-truong/", portals.principal, name="office_principal"),
    path(f"{OFFICE_ROOT}/truong/<int:pk>/chuyen/", portals.graduate, name="office_graduate"),
    path(f"{SENT}/moi/", broadcasts.write, name="office_broadcast_new"),
    path(f"{SENT}/<int:pk>/", broadcasts.broadcast, name="office_broadcast"),
    path(f"{SENT}/<int:pk>/sua/", broadcasts.write, name="office_broadcast_edit"),
    path(f"{SENT}/<int:pk>/gui/", broadcasts.send, name="office_broadcast_send"),
    path(f"{SENT}/<int:pk>/ban-moi/", broadcasts.send_again, name="office_broadcast_again"),
    path(f"{SENT}/<int:pk>/nhac/", broadcasts.remind, name="office_broadcast_remind"),
    path(f"{SENT}/<int:pk>/excel/", broadcasts.workbook, name="office_broadcast_excel"),
    path(f"{SENT}/<int:pk>/ten/<int:delivery_pk>/", broadcasts.names, name="office_names"),
    path(f"{SENT}/<int:pk>/bao-cao/", reports.design, name="office_report_design"),
    path(f"{SENT}/<int:pk>/bao-cao/nhac/", reports.remind, name="office_report_remind"),
    path(f"{SENT}/<int:pk>/bao-cao/excel/", reports.figures, name="office_report_excel"),
    path(f"{SENT}/<int:pk>/bao-cao/tep/", reports.archive, name="office_report_archive"),
    path(f"{OFFICE_ROOT}/tep/<int:pk>/", broadcasts.broadcast_file, name="office_file"),
    path(f"{OFFICE_ROOT}/tep/<int:pk>/bo/", broadcasts.drop_file, name="office_file_drop"),
    path(f"{OFFICE_ROOT}/bao-cao/<int:pk>/", reports.submission, name="office_submission"),
    path(
        f"{OFFICE_ROOT}/bao-cao/tep/<int:pk>/",
        reports.submission_file,
        name="office_submission_file",
    ),
    path(f"{OFFICE_ROOT}/hop/", meetings.meetings, name="office_meetings"),
    path(f"{OFFICE_ROOT}/hop/moi/", meetings.hold, name="office_meeting_new"),
    path(f"{OFFICE_ROOT}/hop/<int:pk>/", meetings.hold, name="office_meeting"),
    path(f"{OFFICE_ROOT}/hop/<int:pk>/huy/", meetings.cancel, name="office_meeting_cancel"),
]
