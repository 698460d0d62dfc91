"""Every address of the app, from the root. The gallery itself is a page of Wagtail's tree."""

from django.urls import URLPattern, path

from beautiful_city.views import public

PUBLIC = "long-bien-dep-chua-dep/"

urlpatterns: list[URLPattern] = [
    path(f"{PUBLIC}<int:year>-<int:number>/", public.case, name="case"),
]
