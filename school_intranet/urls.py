"""Every address of a school's portal, from its shell on. The door resolves the rest of an address
against this list once it knows the reader; each view takes `(request, reader, …)`."""

from django.urls import URLPattern, path

from school_intranet.views import files, start

urlpatterns: list[URLPattern] = [
    path("", start.start, name="school_start"),
    path("tep/<int:pk>/", files.school_file, name="school_file"),
]
