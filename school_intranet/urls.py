"""Every address of a school's portal, from its shell on. The door resolves the rest of an address
against this list once it knows the reader; each view takes `(request, reader, …)`."""

from django.urls import URLPattern, path

from school_intranet.views import announcements, files, log, people, search, slips, start

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
    path("danh-ba/", people.directory, name="school_people"),
    path("danh-ba/them/", people.add, name="school_person_new"),
    path("danh-ba/nhap/", slips.import_list, name="school_people_import"),
    path("danh-ba/nhap/mau/", slips.list_template, name="school_people_template"),
    path("danh-ba/phieu/", slips.first_slips, name="school_slips"),
    path("danh-ba/<int:pk>/", people.person, name="school_person"),
    path("danh-ba/<int:pk>/ket-thuc/", people.end, name="school_person_end"),
    path("danh-ba/<int:pk>/phieu/", slips.new_slip, name="school_person_slip"),
    path("danh-ba/<int:pk>/vao-to/", people.join, name="school_person_join"),
    path("danh-ba/<int:pk>/ra-khoi-to/<int:group_pk>/", people.leave, name="school_person_leave"),
    path("to-chuyen-mon/", people.groups, name="school_groups"),
    path("nhat-ky/", log.access_log, name="school_log"),
]
