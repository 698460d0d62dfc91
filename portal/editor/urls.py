"""Our own addresses in the editor; Wagtail asks for the right to enter before each."""

from django.urls import URLPattern, path

from portal.editor import convert, session, system_status, views

urlpatterns: list[URLPattern] = [
    path("viet-tin-bai/", views.WriteView.as_view(), name="portal_editor_write"),
    path(
        "de-nghi/<int:page_id>/<slug:kind>/",
        views.RequestChangeView.as_view(),
        name="portal_editor_change",
    ),
    path(
        "tra-loi-de-nghi/<int:pk>/",
        views.AnswerRequestView.as_view(),
        name="portal_editor_answer",
    ),
    path("chuyen-ma/", convert.convert_text, name="portal_editor_convert"),
    path("tach-khoi/", convert.split_html, name="portal_editor_split"),
    path(
        "tinh-trang-he-thong/",
        system_status.SystemStatusView.as_view(),
        name="portal_system_status",
    ),
    path("tinh-trang-he-thong/gui-lai/", system_status.send_again, name="portal_system_send_again"),
    path("tinh-trang-he-thong/thoi-gui/", system_status.put_aside, name="portal_system_put_aside"),
    path("phien/", session.editor_session, name="portal_editor_session"),
    path("uy-quyen/", views.DelegationView.as_view(), name="portal_editor_delegations"),
    path("uy-quyen/<int:pk>/thu-hoi/", views.withdraw_delegation, name="portal_editor_withdraw"),
]
