"""Every address of the app, from the root. The gallery itself is a page of Wagtail's tree."""

from django.urls import URLPattern, path, re_path

from beautiful_city.addresses import PUBLIC
from beautiful_city.views import (
    blurring,
    bulk,
    dashboard,
    exports,
    following,
    hand_over,
    intake,
    joining,
    open311,
    pausing,
    posting,
    public,
    queue,
    revisits,
    sender,
    statistics,
    tracking,
    walk_sheet,
    ward,
    work_case,
    work_posting,
)

API = "api/open311/v2/"
FORM = r"(?P<form>json|xml)"
WORK_CASE = "viec/phan-anh/<int:year>-<int:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{PUBLIC}<int:year>-<int:number>/", public.case, name="case"),
    path(f"{PUBLIC}ban-do/", public.case_map, name="case_map"),
    path(f"{PUBLIC}ban-do/diem.json", public.case_points, name="case_points"),
    path(f"{PUBLIC}bang-phuong/", public.ward_board, name="ward_board"),
    path(f"{PUBLIC}thong-ke/", statistics.ward_numbers, name="ward_statistics"),
    path(f"{PUBLIC}rss/", exports.case_feed, name="case_feed"),
    path(f"{PUBLIC}du-lieu.csv", exports.cases_csv, name="cases_csv"),
    path(f"{PUBLIC}du-lieu.xlsx", exports.cases_xlsx, name="cases_xlsx"),
    path(f"{PUBLIC}theo-doi/<int:year>-<int:number>/", following.follow, name="follow_case"),
    path(f"{PUBLIC}theo-doi/xac-nhan/<uuid:key>/", following.confirm, name="confirm_following"),
    path(f"{PUBLIC}theo-doi/dung/<uuid:key>/", following.stop, name="stop_following"),
    path(f"{PUBLIC}gui-anh/", posting.report, name="report"),
    path(f"{PUBLIC}gui-anh/da-co/", posting.known_reports, name="report_known"),
    path(f"{PUBLIC}tra-cuu/", tracking.track, name="track"),
    path(f"{PUBLIC}tra-cuu/bo-sung/", tracking.give_information, name="track_answer"),
    path(f"{PUBLIC}tra-cuu/mo-lai/", tracking.ask_to_reopen, name="track_reopen"),
    path(f"{PUBLIC}tra-cuu/xoa-lien-he/", tracking.remove_own_contact, name="track_forget"),
    path("p/<int:year>-<int:number>/", posting.short_address, name="case_short"),
    path("viec/gui-anh/", work_posting.report, name="work_report"),
    path("viec/gui-anh/da-co/", work_posting.known_reports, name="work_report_known"),
    path("viec/anh-da-gui/", work_posting.own_reports, name="own_reports"),
    path(
        "viec/anh-da-gui/<int:year>-<int:number>/sua/", work_posting.edit_draft, name="edit_draft"
    ),
    path(
        "viec/anh-da-gui/<int:year>-<int:number>/gui/", work_posting.send_draft, name="send_draft"
    ),
    path("viec/tiep-nhan/", queue.triage, name="work_triage"),
    path("viec/tiep-nhan/giao/", bulk.assign, name="work_bulk_assign"),
    path("viec/tiep-nhan/tu-choi/", bulk.reject, name="work_bulk_reject"),
    path("viec/xac-nhan/", queue.checking, name="work_checking"),
    path("viec/xem-lai/", revisits.look_list, name="work_revisits"),
    path("viec/xem-lai/<int:pk>/", revisits.look, name="work_revisit"),
    path("viec/tong-hop/", dashboard.summary, name="work_dashboard"),
    path("viec/tong-hop/danh-sach/", dashboard.behind, name="work_dashboard_list"),
    path("viec/tong-hop/bang.xlsx", dashboard.xlsx, name="work_dashboard_xlsx"),
    path("viec/tam-dung/", pausing.pause_list, name="work_pauses"),
    path("viec/tam-dung/<int:pk>/ket-thuc/", pausing.end, name="work_pause_end"),
    path("viec/nhap-hang-loat/", intake.start, name="work_intake"),
    path("viec/nhap-hang-loat/<uuid:key>/", intake.batch, name="work_intake_batch"),
    path("viec/nhap-hang-loat/<uuid:key>/nhan/", intake.receive, name="work_intake_receive"),
    path("viec/nhap-hang-loat/<uuid:key>/mo/", intake.open_archive, name="work_intake_open"),
    path(WORK_CASE, work_case.case, name="work_case"),
    path(f"{WORK_CASE}don-vi/<slug:slug>/", ward.move, name="unit_move"),
    path(f"{WORK_CASE}nguoi-gui/<slug:slug>/", sender.move, name="sender_move"),
    path(f"{WORK_CASE}to-dan-pho/<int:pk>/thu-hoi/", ward.revoke, name="hand_over_revoke"),
    path("viec/to-dan-pho/<slug:code>/", hand_over.hand_over, name="hand_over"),
    path("viec/phieu-di-thuc-dia/", walk_sheet.walk_sheet, name="walk_sheet"),
    path(f"{WORK_CASE}trung/", joining.duplicate, name="work_duplicate"),
    path(f"{WORK_CASE}anh/<int:photo>/lam-mo/", blurring.blur, name="work_blur"),
]

urlpatterns += [
    re_path(rf"^{API}services\.{FORM}$", open311.services, name="open311_services"),
    re_path(rf"^{API}services/(?P<code>[-\w]+)\.{FORM}$", open311.service, name="open311_service"),
    re_path(rf"^{API}requests\.{FORM}$", open311.requests, name="open311_requests"),
    re_path(
        rf"^{API}requests/(?P<number>[-\w]+)\.{FORM}$", open311.one_request, name="open311_request"
    ),
]

# Last: the district's moves take every other word, and answer 404 to one that is none.
urlpatterns += [path(f"{WORK_CASE}<slug:slug>/", work_case.move, name="work_move")]
