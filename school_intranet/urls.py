"""Every address of a school's portal, from its shell on. The door resolves the rest of an address
against this list once it knows the reader; each view takes `(request, reader, …)`."""

from django.urls import URLPattern, path

from school_intranet.views import announcements, files, search, start

urlpatterns: list[URLPattern] = [
    path("", start.start, name="school_start"),
    path("can-doc/", search.unread_page, name="school_unread"),
    path("tin-trong-ngay/", start.digest, name="school_digest"),
    path("tim-kiem/", search.search_page, name="school_search"),
    path("thong-bao/", announcements.announcement_list, name="school_announcements"),
    path("thong-bao/moi/", announcements.write, name="school_announcement_new"),
    path("thong-bao/<int:pk>/", announcements.announcement, name="school_announcement"),
    path(
        "thong-bao/<int:pk>/da-doc/", announcements.acknowledge, name="school_announcement_receipt"
    ),
    path("thong-bao/<int:pk>/sua/", announcements.change, name="school_announcement_edit"),
    path(
        "thong-bao/<int:pk>/thu-hoi/",
        announcements.withdraw,
        name="school_announcement_withdraw",
    ),
    path("tep/<int:pk>/", files.school_file, name="school_file"),
]
