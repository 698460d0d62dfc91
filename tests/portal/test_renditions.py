"""The smaller pictures: which are made, when, and what a page shows of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageFile
from wagtail.images.models import Filter, SourceImageIOError

from home.models import ArticlePage
from portal.decoder.cascade import encoded_cascade
from portal.models import PortalImage, PortalRendition
from portal.pictures import images_in, picture_sources, prefetch_pictures, renditions_prefetch
from portal.renditions import (
    ALL_FILTER_SPECS,
    after_upload,
    incomplete_images,
    make_renditions,
    make_renditions_task,
    missing_pictures,
    queue_missing_renditions,
    useful_widths,
)
from tests.factories.images import PortalImageFactory, image_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folders")]

IDLE_WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def idle_worker(settings) -> None:
    """Tasks are queued in the database and nobody runs them."""
    settings.TASKS = IDLE_WORKER


def test_widths_worth_making() -> None:
    assert useful_widths(4000) == (200, 400, 800, 1200, 1600)
    assert useful_widths(1600) == (200, 400, 800, 1200, 1600)
    assert useful_widths(1000) == (200, 400, 800, 1200)
    assert useful_widths(300) == (200, 400)
    assert useful_widths(120) == (200,)


def test_all_pictures_of_an_image_are_made_in_one_go() -> None:
    image = PortalImageFactory()
    assert make_renditions(image_id=image.pk) == len(ALL_FILTER_SPECS) == 10
    for rendition in image.renditions.all():
        picture = Image.open(rendition.file)
        assert picture.size == (rendition.width, rendition.height)
        assert rendition.filter_spec == f"format-{picture.format.lower()}|width-{picture.width}"
        assert abs(picture.height / picture.width - 1100 / 1700) < 0.01
        assert not picture.getexif()
    assert make_renditions(image_id=image.pk) == 0
    assert missing_pictures(image) == []


def test_wagtail_knows_them() -> None:
    image = PortalImageFactory()
    make_renditions(image_id=image.pk)
    fresh = PortalImage.objects.get(pk=image.pk)
    found = fresh.find_existing_renditions(*[Filter(spec=spec) for spec in ALL_FILTER_SPECS])
    assert len(found) == len(ALL_FILTER_SPECS)
    for spec in ALL_FILTER_SPECS:
        fresh.get_rendition(spec)
    assert fresh.renditions.count() == len(ALL_FILTER_SPECS)
    # Wagtail's own of the same name has the same measure.
    made = fresh.renditions.get(filter_spec="format-webp|width-800")
    made.delete()
    theirs = PortalImage.objects.get(pk=image.pk).create_rendition(Filter(spec=made.filter_spec))
    assert (theirs.width, theirs.height) == (made.width, made.height)


def test_a_small_image_is_not_blown_up() -> None:
    image = PortalImageFactory(small=True)
    make_renditions(image_id=image.pk)
    assert set(image.renditions.values_list("filter_spec", "width")) == {
        (f"format-{name}|width-{width}", min(width, 300))
        for name in ("webp", "jpeg")
        for width in (200, 400)
    }
    sources = picture_sources(image, "wide")
    assert sources is not None
    assert (sources.width, sources.height, sources.srcset) == (300, 200, "")


def test_transparency_stays_in_webp_and_becomes_white_in_jpeg() -> None:
    image = PortalImageFactory(image_format="PNG", mode="RGBA", size=(900, 600))
    make_renditions(image_id=image.pk)
    webp = Image.open(image.renditions.get(filter_spec="format-webp|width-400").file)
    jpeg = Image.open(image.renditions.get(filter_spec="format-jpeg|width-400").file)
    assert webp.mode == "RGBA"
    assert min(jpeg.getpixel((380, 2))) > 230


def test_originals_are_private_and_pictures_public(settings) -> None:
    image = PortalImageFactory()
    make_renditions(image_id=image.pk, only=[("jpeg", 800)])
    assert Path(image.file.path).is_relative_to(settings.PRIVATE_ROOT)
    with pytest.raises(NotImplementedError):
        _ = image.file.url
    rendition = image.renditions.get()
    assert Path(rendition.file.path).is_relative_to(settings.MEDIA_ROOT)
    assert image.file_hash[:8] in rendition.url


def test_a_very_flat_image_keeps_at_least_one_row() -> None:
    flat = BytesIO(image_bytes("PNG", size=(4000, 2)))
    sizes = [
        Image.open(BytesIO(data)).size for _f, _w, data in encoded_cascade(flat, [("webp", 200)])
    ]
    assert sizes == [(200, 1)]


# --- an upload --------------------------------------------------------------------------------


def test_an_upload_makes_one_picture_and_queues_the_rest(
    idle_worker: None, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = PortalImageFactory()
    assert list(image.renditions.values_list("filter_spec", "width")) == [
        ("format-jpeg|width-800", 800)
    ]
    queued = DBTaskResult.objects.filter(task_path__endswith="make_renditions_task")
    assert [result.args_kwargs["args"] for result in queued] == [[image.pk]]


def test_saving_an_image_without_a_new_file_makes_nothing(
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = PortalImageFactory()
    before = set(image.renditions.values_list("pk", flat=True))
    assert len(before) == len(ALL_FILTER_SPECS)
    with django_capture_on_commit_callbacks(execute=True):
        image.caption = "Chú thích mới"
        image.save()
    assert set(image.renditions.values_list("pk", flat=True)) == before


def test_an_image_that_is_gone_is_no_error() -> None:
    assert make_renditions(image_id=987654) == 0
    after_upload(image_id=987654)


# --- the periodic job -------------------------------------------------------------------------


def test_the_job_queues_what_lacks_pictures_and_not_again_within_an_hour(
    idle_worker: None,
) -> None:
    complete, half, small = (
        PortalImageFactory(),
        PortalImageFactory(),
        PortalImageFactory(small=True),
    )
    for image in (complete, small):
        make_renditions(image_id=image.pk)
    make_renditions(image_id=half.pk, only=[("jpeg", 800)])
    assert list(incomplete_images()) == [half]
    assert queue_missing_renditions() == 1
    assert queue_missing_renditions() == 0
    assert DBTaskResult.objects.filter(task_path__endswith="make_renditions_task").count() == 1
    make_renditions_task.call(half.pk)
    assert not incomplete_images().exists()


def test_renditions_that_wagtail_makes_for_the_editor_do_not_count() -> None:
    image = PortalImageFactory(small=True)
    for spec in ("max-165x165", "max-100x100", "max-80x80", "max-60x60"):
        image.get_rendition(spec)
    assert list(incomplete_images()) == [image]


# --- on a page --------------------------------------------------------------------------------


def rendered(image: PortalImage | None, arguments: str = "") -> str:
    template = Template("{% load portal_pictures %}{% portal_picture image " + arguments + " %}")
    # On one line, whatever the template's formatting.
    return " ".join(template.render(Context({"image": image})).split())


def test_a_page_shows_the_picture_without_a_query(django_assert_num_queries: Callable) -> None:
    image = PortalImageFactory(description="Cầu Long Biên")
    make_renditions(image_id=image.pk)
    fetched = PortalImage.objects.prefetch_related(renditions_prefetch()).get(pk=image.pk)
    with django_assert_num_queries(0):
        html = rendered(fetched, 'spec="card"')
    assert html.startswith('<picture> <source type="image/webp" srcset="/media/images/')
    assert html.count(" 400w, /media/") == 2
    assert html.count(' 800w"') == 2
    assert 'width="800" height="517"' in html
    assert 'alt="Cầu Long Biên"' in html
    assert 'loading="lazy" decoding="async"' in html
    assert "style=" not in html


def test_with_an_idle_worker_a_page_shows_the_one_picture_and_writes_nothing(
    idle_worker: None, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = PortalImageFactory()
    queued = DBTaskResult.objects.count()
    for spec in ("thumb", "card", "lead", "wide"):
        fetched = PortalImage.objects.get(pk=image.pk)
        with CaptureQueriesContext(connection) as queries:
            html = rendered(fetched, f'spec="{spec}" alt=""')
        assert [query["sql"].split()[0] for query in queries] == ["SELECT"]
        assert '<img src="/media/images/' in html
        assert 'width="800"' in html
        assert "<source" not in html
    assert DBTaskResult.objects.count() == queued
    assert PortalRendition.objects.count() == 1


def test_no_image_or_no_picture_yet_shows_nothing() -> None:
    assert rendered(None).strip() == ""
    assert rendered(PortalImageFactory(small=True)).strip() == ""


def test_the_one_at_the_top_is_not_lazy_and_text_is_escaped() -> None:
    image = PortalImageFactory(small=True, description='"><script>')
    make_renditions(image_id=image.pk)
    html = rendered(image, 'spec="lead" eager=True')
    assert "lazy" not in html
    assert 'fetchpriority="high"' in html
    assert "<script>" not in html


def test_an_unknown_place_is_a_fault_of_the_template() -> None:
    with pytest.raises(KeyError):
        rendered(PortalImageFactory(small=True), 'spec="poster"')


def test_pictures_of_many_images_come_in_one_statement(
    django_assert_num_queries: Callable,
) -> None:
    images = [PortalImageFactory(small=True) for _ in range(3)]
    for image in images:
        make_renditions(image_id=image.pk)
    fetched = list(PortalImage.objects.all())
    with django_assert_num_queries(1):
        prefetch_pictures([*fetched, None])
    with django_assert_num_queries(0):
        prefetch_pictures(fetched)
        prefetch_pictures([])
        assert all(picture_sources(image, "thumb") for image in fetched)


def test_the_pictures_of_a_body_come_in_one_statement(
    make_article: Callable[..., ArticlePage], django_assert_num_queries: Callable
) -> None:
    lone, first, second, poster = (PortalImageFactory(small=True) for _ in range(4))
    for image in (lone, first, second, poster):
        make_renditions(image_id=image.pk)
    with_caption = [{"image": image, "caption": "Mẫu", "credit": ""} for image in (first, second)]
    article = make_article(
        body=[
            ("image", {"image": lone, "caption": "", "credit": ""}),
            ("gallery", {"images": with_caption}),
            ("video", {"title": "Phim", "poster": poster, "link": "https://example.com/"}),
        ]
    )
    page = ArticlePage.objects.get(pk=article.pk)
    found = list(images_in(page.body))
    assert found == [lone, first, second, poster]
    with django_assert_num_queries(1):
        prefetch_pictures(found)
    with django_assert_num_queries(0):
        html = page.body.render_as_block()
    assert html.count("<picture>") == 3


# --- Wagtail's own thumbnails -----------------------------------------------------------------


def decoded_sizes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The sizes of all pictures that this process decodes from now on."""
    seen: list[tuple[int, int]] = []
    load = ImageFile.ImageFile.load

    def watched(image: ImageFile.ImageFile) -> object:
        seen.append(image.size)
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", watched)
    return seen


@pytest.mark.parametrize("has_first", [True, False])
def test_the_editor_decodes_no_original(monkeypatch: pytest.MonkeyPatch, has_first: bool) -> None:
    image = PortalImageFactory()
    if has_first:
        make_renditions(image_id=image.pk, only=[("jpeg", 800)])
    seen = decoded_sizes(monkeypatch)
    thumbnail = image.get_rendition("max-165x165")
    assert (thumbnail.width, thumbnail.height) == (165, 106)
    assert seen
    assert max(width for width, _height in seen) <= 800


def test_an_original_that_cannot_be_decoded_is_a_broken_thumbnail_and_no_error() -> None:
    image = PortalImageFactory()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(b"khong phai anh")
    with pytest.raises(SourceImageIOError):
        image.get_rendition("max-165x165")
