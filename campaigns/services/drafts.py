"""A draft page out of raw material or out of a Word document, with its pictures.

The pictures are checked and stored first, outside any transaction: that takes seconds, and storing
the same picture again gives the one that is there. Then the page is made at once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.models import (
    ContributionPage,
    ContributionRequest,
    Delivery,
    Material,
    MaterialFile,
    MaterialPhoto,
    ThemePage,
)
from campaigns.permissions import runs_campaigns
from campaigns.services.core import Refused, held
from campaigns.services.receiving import held_by_board
from campaigns.services.writing import may_write
from campaigns.states import DeliveryState, RequestState
from campaigns.word import WordDraft, WordRefused, read_word
from campaigns.word.pictures import refused_picture
from portal import uploads
from portal.file_policies import usable_by
from portal.file_store import store_image
from portal.images import ImageRefused
from portal.images.process import countdown
from portal.models import PortalImage, User
from portal.uploads.pictures import preview_of

# What a page may be made of: also when a page that was made of it is no more.
OPEN_TO_DRAFTS = frozenset({DeliveryState.SENT, DeliveryState.ACCEPTED, DeliveryState.TAKEN_DOWN})
WIDEST_PREVIEW = 1600
LONGEST_DESCRIPTION = 255
SECONDS_FOR_PICTURES = 30
"""Of all pictures of one draft together."""


@dataclass(frozen=True)
class Drafted:
    """`notes` say what of the source is not on the page."""

    page: ContributionPage
    notes: list[str] = field(default_factory=list)


def draft_from_word(
    *,
    request: ContributionRequest,
    theme: ThemePage,
    file: IO[bytes],
    filename: str,
    title: str,
    key: uuid.UUID,
    by: User,
) -> Drafted:
    """A writer of the unit begins a page from a Word file. The same `key` again gives the page that
    is there. PermissionDenied for others; `Refused` for a closed request, a theme that is none of
    the campaign, or a file that is not read."""
    if not may_write(by, request):
        raise PermissionDenied
    known = _page_of(key, by)
    if known is not None:
        return Drafted(known)
    if request.state != RequestState.OPEN:
        raise _closed(request)
    _check_theme(theme, request.feature)
    read = _read(file, filename)
    credit = str(request.unit)
    title = title or read.title or request.topic
    blocks, pictures, notes = _stored(read, title=title, credit=credit, by=by)
    with transaction.atomic():
        request = held(request)
        known = _page_of(key, by)
        if known is not None:
            # The same form in another request, which was quicker.
            return Drafted(known, notes)
        if request.state != RequestState.OPEN:
            raise _closed(request)
        page = ContributionPage(
            unit=request.unit,
            request=request,
            kind=request.kind,
            author_name=str(by)[:120],
            owner=by,
        )
        _make(page, theme, key=key, title=title, blocks=blocks, pictures=pictures, by=by)
    return Drafted(page, notes)


def draft_from_material(
    *,
    material: Material,
    theme: ThemePage,
    by: User,
    with_text: bool = True,
    word_file: MaterialFile | None = None,
    photos: Sequence[MaterialPhoto] = (),
) -> Drafted:
    """The board makes a page of what a unit sent; the same delivery goes on with it, so that it
    counts once. Made already, the page that is there is given.

    PermissionDenied for who is not of the board; `Refused` for material that is not the board's to
    use, for a theme of another campaign, or for a Word file that is not read.
    """
    if not runs_campaigns(by):
        raise PermissionDenied
    delivery = material.delivery
    _check_open(delivery)
    _check_theme(theme, delivery.feature)
    credit, sender = str(delivery.unit), material.sender
    blocks = _words(material.text) if with_text else []
    pictures: list[PortalImage] = []
    notes: list[str] = []
    if word_file is not None:
        with word_file.file.open("rb") as file:
            read = _read(file, word_file.name)
        more, pictures, notes = _stored(read, title=delivery.title, credit=credit, by=sender)
        blocks = [*blocks, *more]
    shown = _photos(photos, title=delivery.title, credit=credit, sender=sender, by=by)
    blocks = [*blocks, *_photo_blocks(shown, credit)]
    pictures = [*[image for image, _caption in shown], *pictures]
    with transaction.atomic():
        delivery = held_by_board(material, by)
        if delivery.page_id is not None:
            return Drafted(ContributionPage.objects.get(pk=delivery.page_id), notes)
        _check_open(delivery)
        # What was taken down before, or not yet taken, is in work now.
        delivery.state, delivery.ended_at = DeliveryState.ACCEPTED, None
        delivery.taken_at = delivery.taken_at or timezone.now()
        delivery.save(update_fields=["state", "ended_at", "taken_at"])
        page = ContributionPage(
            unit=delivery.unit,
            request=delivery.request,
            kind=delivery.kind,
            author_name=delivery.author_name,
            # The unit's own writer is told if the page is refused.
            owner=sender,
        )
        page.continues = delivery
        _make(
            page,
            theme,
            key=uuid.uuid4(),
            title=delivery.title,
            blocks=blocks,
            pictures=pictures,
            by=by,
        )
    return Drafted(page, notes)


def _make(
    page: ContributionPage,
    theme: ThemePage,
    *,
    key: uuid.UUID,
    title: str,
    blocks: list[dict[str, Any]],
    pictures: Sequence[PortalImage],
    by: User,
) -> None:
    """Save the draft. `key` becomes the page's own (`translation_key`), which is unique."""
    page.title, page.live, page.translation_key = title, False, key
    page.body = json.dumps(blocks)
    if pictures:
        page.image = pictures[0]
        page.image_credit = pictures[0].credit
    # Of two drafts at once the second waits: a place in the tree is given once.
    locked = ThemePage.objects.select_for_update(no_key=True, of=("self",)).get(pk=theme.pk)
    locked.add_child(instance=page)
    page.save_revision(user=by, log_action=True)


def _page_of(key: uuid.UUID, owner: User) -> ContributionPage | None:
    return ContributionPage.objects.filter(translation_key=key, owner=owner).first()


def _check_theme(theme: ThemePage, feature: Page) -> None:
    if not theme.is_child_of(feature):
        raise Refused(_("Chuyên đề không thuộc chuyên trang này."), field="theme")


def _check_open(delivery: Delivery) -> None:
    if delivery.page_id is None and delivery.state not in OPEN_TO_DRAFTS:
        raise Refused(
            _("Tư liệu này nay ở trạng thái “%s”, không lập bài được.")
            % delivery.get_state_display()
        )


def _closed(request: ContributionRequest) -> Refused:
    return Refused(
        _("Đề nghị này nay ở trạng thái “%s”, không viết thêm.") % request.get_state_display()
    )


def _read(file: IO[bytes], filename: str) -> WordDraft:
    try:
        return read_word(file, filename=filename)
    except WordRefused as refusal:
        raise Refused(str(refusal), field="file") from refusal


def _stored(
    draft: WordDraft, *, title: str, credit: str, by: User
) -> tuple[list[dict[str, Any]], list[PortalImage], list[str]]:
    """The blocks with the keys of stored images, those images in their order, and the notes."""
    images: dict[str, PortalImage] = {}
    notes = list(draft.notes)
    left = countdown(SECONDS_FOR_PICTURES)
    for picture in draft.pictures:
        try:
            images[picture.name] = store_image(
                file=picture.file(),
                filename=picture.filename,
                title=picture.alt[:LONGEST_DESCRIPTION] or f"{title} - {picture.number}"[:255],
                description=picture.alt[:LONGEST_DESCRIPTION],
                credit=credit[:120],
                uploaded_by=by,
                known_among=usable_by(by, PortalImage),
                patience=left(),
            )
        except ImageRefused as refusal:
            notes.append(refused_picture(picture.number, "", refusal))
    blocks = []
    for block in draft.blocks:
        if block["type"] != "image":
            blocks.append(block)
        elif image := images.get(block["value"]["image"]):
            value = {**block["value"], "image": image.pk, "credit": image.credit or credit[:120]}
            blocks.append({"type": "image", "value": value})
    return blocks, list(images.values()), notes


def _words(text: str) -> list[dict[str, Any]]:
    """Plain words as one block: a paragraph at each empty line, a new line at each other."""
    paragraphs = [part.split("\n") for part in text.replace("\r\n", "\n").split("\n\n")]
    parts = [
        (format_html_join(format_html("<br/>"), "{}", ((line.strip(),) for line in lines)),)
        for lines in paragraphs
        if any(line.strip() for line in lines)
    ]
    if not parts:
        return []
    return [{"type": "paragraph", "value": str(format_html_join("", "<p>{}</p>", parts))}]


def _photos(
    photos: Sequence[MaterialPhoto], *, title: str, credit: str, sender: User, by: User
) -> list[tuple[PortalImage, str]]:
    """Images of the editor's library out of photos, each with its caption. They are the unit's as
    if its sender had put them there; opening an original is logged."""
    shown = []
    left = countdown(SECONDS_FOR_PICTURES)
    # One that turned out to be broken has nothing to show; the page of the material says so.
    whole = [row for row in photos if not row.photo.is_refused]
    for number, row in enumerate(whole, 1):
        source = _picture_of(row, by)
        try:
            with source.open("rb") as file:
                image = store_image(
                    file=file,
                    filename=f"anh-{number}.{source.name.rpartition('.')[2]}",
                    title=(row.caption or f"{title} - {number}")[:255],
                    caption=row.caption,
                    credit=credit[:120],
                    uploaded_by=sender,
                    known_among=usable_by(sender, PortalImage),
                    patience=left(),
                )
        except ImageRefused as refusal:
            raise Refused(
                _("Ảnh %(number)s: %(why)s") % {"number": number, "why": refusal}
            ) from refusal
        shown.append((image, row.caption))
    return shown


def _picture_of(row: MaterialPhoto, by: User) -> Any:
    """The original; of a photo with blurred parts, or whose original is gone, its widest picture.
    A file field."""
    photo = row.photo
    if photo.original and not photo.boxes:
        return uploads.open_original(
            photo=photo, user=by, purpose=_("Lập bài từ tư liệu của đơn vị")
        )
    smaller = preview_of(photo, WIDEST_PREVIEW)
    if smaller is None:
        raise Refused(_("Ảnh còn đang được xử lý. Hãy thử lại sau ít phút."))
    return smaller.file


def _photo_blocks(shown: Sequence[tuple[PortalImage, str]], credit: str) -> list[dict[str, Any]]:
    values = [
        {"image": image.pk, "caption": caption, "credit": credit[:120]} for image, caption in shown
    ]
    if len(values) < 2:
        return [{"type": "image", "value": value} for value in values]
    return [{"type": "gallery", "value": {"images": values}}]
