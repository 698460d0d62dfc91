"""Every address of the app, from the root. The pages themselves stand in Wagtail's tree."""

from django.urls import URLPattern, path, register_converter

from campaigns import request_urls
from campaigns.addresses import BOOK, FEED, MEMORIES, UNITS, WORKS, CampaignConverter
from campaigns.feeds import campaign_feed
from campaigns.views import (
    book,
    deliveries,
    materials,
    memories,
    memory_moderation,
    progress,
    royalties,
    sending,
    units,
    word,
    works,
)

register_converter(CampaignConverter, "campaign")

urlpatterns: list[URLPattern] = [
    path(f"<campaign:campaign>/{UNITS}/", units.unit_list, name="campaign_units"),
    # Any code that the registry holds, not slugs alone.
    path(f"<campaign:campaign>/{UNITS}/<path:code>/", units.unit, name="campaign_unit"),
    path(f"<campaign:campaign>/{BOOK}/", book.book, name="campaign_book"),
    path(f"<campaign:campaign>/{FEED}/", campaign_feed, name="campaign_feed"),
    path(f"<campaign:campaign>/{WORKS}/", works.works_map, name="campaign_works"),
    path(f"<campaign:campaign>/{MEMORIES}/", memories.wall, name="memory_wall"),
    path(f"<campaign:campaign>/{MEMORIES}/gui/", memories.send, name="memory_send"),
    path(f"<campaign:campaign>/{MEMORIES}/tra-cuu/", memories.track, name="memory_track"),
    path(
        f"viec/chuyen-trang/<int:feature>/{MEMORIES}/",
        memory_moderation.moderation,
        name="memory_moderation",
    ),
    path(
        f"viec/chuyen-trang/<int:feature>/{MEMORIES}/<int:pk>/lam-mo/",
        memory_moderation.blur,
        name="memory_blur",
    ),
    path(
        f"viec/chuyen-trang/<int:feature>/{MEMORIES}/<int:pk>/<slug:step>/",
        memory_moderation.decide,
        name="memory_decide",
    ),
    path("viec/de-nghi/<int:pk>/gui-tu-lieu/", sending.for_request, name="work_material_send"),
    path("viec/tu-lieu/", materials.materials, name="work_materials"),
    path("viec/tu-lieu/gui/", sending.without_request, name="work_material_new"),
    path("viec/tu-lieu/<int:pk>/", materials.material, name="work_material"),
    path(
        "viec/tu-lieu/<int:pk>/tep/<int:file_pk>/",
        materials.material_file,
        name="work_material_file",
    ),
    path("viec/tu-lieu/<int:pk>/nhan/", materials.accept, name="work_material_accept"),
    path("viec/tu-lieu/<int:pk>/tra-lai/", materials.give_back, name="work_material_return"),
    path("viec/tu-lieu/<int:pk>/tu-choi/", materials.refuse, name="work_material_refuse"),
    path("viec/tu-lieu/<int:pk>/gui-lai/", materials.send_again, name="work_material_send_again"),
    path("viec/tien-do/", progress.newest, name="progress"),
    path("viec/chuyen-trang/<int:feature>/tien-do/", progress.summary, name="campaign_progress"),
    path(
        "viec/chuyen-trang/<int:feature>/tien-do/bang.xlsx",
        progress.xlsx,
        name="campaign_progress_xlsx",
    ),
    path(
        "viec/chuyen-trang/<int:feature>/san-pham/",
        deliveries.delivery_list,
        name="campaign_deliveries",
    ),
    path("viec/nhuan-but/", royalties.royalties, name="royalties"),
    path("viec/nhuan-but/bang.xlsx", royalties.xlsx, name="royalties_xlsx"),
    path("viec/tu-lieu/<int:pk>/lap-bai/", word.material_draft, name="work_material_draft"),
    path("viec/de-nghi/<int:pk>/tu-word/", word.word_draft, name="work_word_draft"),
]

# Last: any word below a request's address that stands above comes first.
urlpatterns += request_urls.urlpatterns
