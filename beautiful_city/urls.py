"""Every address of the app, from the root. The gallery itself is a page of Wagtail's tree."""

from django.urls import URLPattern, path

from beautiful_city.addresses import PUBLIC
from beautiful_city.views import exports, following, public

urlpatterns: list[URLPattern] = [
    path(f"{PUBLIC}<int:year>-<int:number>/", public.case, name="case"),
    path(f"{PUBLIC}ban-do/", public.case_map, name="case_map"),
    path(f"{PUBLIC}ban-do/diem.json", public.case_points, name="case_points"),
    path(f"{PUBLIC}bang-phuong/", public.ward_board, name="ward_board"),
    path(f"{PUBLIC}rss/", exports.case_feed, name="case_feed"),
    path(f"{PUBLIC}du-lieu.csv", exports.cases_csv, name="cases_csv"),
    path(f"{PUBLIC}du-lieu.xlsx", exports.cases_xlsx, name="cases_xlsx"),
    path(f"{PUBLIC}theo-doi/<int:year>-<int:number>/", following.follow, name="follow_case"),
    path(f"{PUBLIC}theo-doi/xac-nhan/<uuid:key>/", following.confirm, name="confirm_following"),
    path(f"{PUBLIC}theo-doi/dung/<uuid:key>/", following.stop, name="stop_following"),
]
