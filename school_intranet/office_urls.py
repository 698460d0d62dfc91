"""The fixed words below `/dieu-hanh-noi-bo/`: signing in, choosing between two schools, and the
education office. They stand before Wagtail's pages."""

from django.urls import URLPattern, path

from school_intranet.addresses import CHOOSE, ROOT, SIGN_IN
from school_intranet.views import sign_in

urlpatterns: list[URLPattern] = [
    path(f"{ROOT}/{SIGN_IN}/", sign_in.SchoolSignInView.as_view(), name="school_sign_in"),
    path(f"{ROOT}/{CHOOSE}/", sign_in.choose, name="school_choose"),
]
