"""Every address of the portal. Views of other apps are named as strings: the ground floor imports
no app."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.module_loading import import_string
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from portal import page_serving
from portal.editor.account import PortalAccountView
from portal.rate_limit import rate_limited
from portal.views import (
    accounts,
    beacon,
    briefings,
    files,
    health,
    leader_notes,
    letters,
    uploads,
    work,
)

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"


def view(dotted: str):
    return import_string(dotted)


urlpatterns: list[URLPattern | URLResolver] = [
    # One sign-in for everybody: Wagtail's own page would be a second one.
    path("quan-tri/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("quan-tri/account/", require_admin_access(PortalAccountView.as_view())),
    path("quan-tri/tai-khoan/<int:pk>/phieu/", accounts.account_slip, name="account_slip"),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("dang-nhap/", accounts.SignInView.as_view(), name="sign_in"),
    path("dang-xuat/", accounts.SignOutView.as_view(), name="sign_out"),
    path("doi-mat-khau/", accounts.ChangePasswordView.as_view(), name="change_password"),
    path("bat-dau/", accounts.after_sign_in, name="after_sign_in"),
    path("viec/", work.inbox, name="work_inbox"),
    path("viec/nhac-viec/<int:pk>/da-xem/", work.notice_seen, name="work_notice_seen"),
    path("viec/cong-van/", letters.letter_list, name="letters"),
    path("viec/cong-van/lap/", letters.late_units, name="late_units"),
    path("viec/cong-van/lap/<int:unit_pk>/", letters.new_letter, name="new_letter"),
    path("viec/cong-van/<int:pk>/", letters.letter, name="letter"),
    path("viec/cong-van/<int:pk>/tai-ve/", letters.letter_file, name="letter_file"),
    path("viec/chi-dao/", leader_notes.note_list, name="leader_notes"),
    path("viec/chi-dao/<int:pk>/", leader_notes.note, name="leader_note"),
    path("viec/chi-dao/<int:pk>/<slug:slug>/", leader_notes.move, name="leader_note_move"),
    path("viec/chi-dao/ghi/<slug:name>/<int:pk>/", leader_notes.new_note, name="leader_note_new"),
    path("viec/giao-ban/", briefings.briefing_list, name="briefings"),
    path("viec/giao-ban/<str:day>/", briefings.briefing, name="briefing"),
    path("viec/giao-ban/<str:day>/lap/", briefings.make, name="briefing_make"),
    path("luot-xem/", beacon.view_beacon, name="view_beacon"),
    path("healthz", health.healthz, name="healthz"),
    path("tai-lieu/<int:pk>/<str:filename>", files.document_file, name="document_file"),
    path("anh-goc/<int:pk>/", files.image_original, name="image_original"),
    path("anh/nhan/the/", uploads.photo_token, name="photo_token"),
    path("anh/nhan/<uuid:batch>/", uploads.photo_batch, name="photo_batch"),
    path("anh/nhan/<uuid:batch>/<uuid:key>/", uploads.photo_slot, name="photo_slot"),
    path("anh/<uuid:key>/goc/", uploads.photo_original, name="photo_original"),
    path("anh/<uuid:key>/<int:width>/", uploads.photo_preview, name="photo_preview"),
    path("chuyen-muc/<int:pk>/rss/", view("home.feeds.section_rss"), name="section_rss"),
    path("chuyen-muc/<int:pk>/atom/", view("home.feeds.section_atom"), name="section_atom"),
    path("tim-kiem/", view("home.views.search"), name="search"),
    path("tim-kiem/goi-y/", view("home.views.suggestions"), name="search_suggestions"),
    path("rss/", view("home.feeds.site_rss"), name="site_rss"),
    path("sitemap.xml", view("home.sitemap.site_index"), name="sitemap"),
    path("sitemap-<str:section>.xml", view("home.sitemap.site_part"), name="sitemap_part"),
    path("robots.txt", view("home.sitemap.robots"), name="robots"),
]

if settings.DEBUG:
    urlpatterns += [
        path("he-thong-thiet-ke/", view("portal.views.design.style_page"), name="style_page")
    ]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include("beautiful_city.urls")), path("", include("campaigns.urls"))]
urlpatterns += [path("", include("school_intranet.office_urls"))]

# Before Wagtail's own of the same name, which is never reached; its other addresses stay.
urlpatterns += [
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        rate_limited("mat-khau-trang", limit=10, seconds=600, address=100)(
            authenticate_with_password
        ),
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(serve_pattern, page_serving.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
