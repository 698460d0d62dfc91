"""The work front's addresses of campaigns, requests and asking."""

from django.urls import URLPattern, path

from campaigns.views import asking, campaign_list, importing, own_requests, request, request_list

CAMPAIGN = "viec/chuyen-trang/<int:feature>/"
ASKED = "viec/de-nghi/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("viec/chuyen-trang/", campaign_list.campaign_list, name="work_campaigns"),
    path(f"{CAMPAIGN}lam-khung/", campaign_list.copy, name="campaign_copy"),
    path(f"{CAMPAIGN}de-nghi/", request_list.request_list, name="campaign_requests"),
    path(f"{CAMPAIGN}de-nghi/moi/", asking.ask, name="campaign_ask"),
    path(f"{CAMPAIGN}de-nghi/chi-tieu/", asking.quotas, name="campaign_quotas"),
    path(f"{CAMPAIGN}de-nghi/nhap/", importing.upload, name="campaign_import"),
    path(f"{CAMPAIGN}de-nghi/nhap/mau/", importing.template, name="campaign_import_template"),
    path(f"{CAMPAIGN}de-nghi/nhap/gui/", importing.confirm, name="campaign_import_confirm"),
    path(f"{CAMPAIGN}nam/", asking.years, name="campaign_years"),
    path("viec/de-nghi/", own_requests.own_requests, name="own_requests"),
    path(ASKED, request.work_request, name="work_request"),
    path(f"{ASKED}viet-bai/", request.write, name="request_write"),
    path(
        f"{ASKED}san-pham/<int:delivery>/tinh/",
        request.item,
        {"slug": "tinh"},
        name="item_count",
    ),
    path(
        f"{ASKED}san-pham/<int:delivery>/chuyen/",
        request.item,
        {"slug": "chuyen"},
        name="item_give",
    ),
    # Last: any other word is a move of the board, and 404 where it is none.
    path(f"{ASKED}<slug:slug>/", request.move, name="request_move"),
]
