"""Who may read a private file. Deny first; the views answer a refusal as if there were no file.

A document is everyone's while something public refers to it: a live page without restrictions, or
an object of a model that its app has registered here. Wagtail's reference index knows who refers.
It is written from what is published, not from drafts: of a page at once when it is published
(portal.receivers), of other objects by a background task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.models.files import PortalDocument, PortalImage
from portal.models.users import User

Visitor = User | AnonymousUser
PublicObjects = Callable[[], QuerySet]

_public_objects: dict[type[Model], PublicObjects] = {}


def register_public_objects(model: type[Model], public: PublicObjects) -> None:
    """Documents that objects of `model` refer to are everyone's while `public()` holds the object.

    Called from `AppConfig.ready()`; the model must be in Wagtail's reference index.
    """
    _public_objects[model] = public


def is_public_document(document: PortalDocument) -> bool:
    """Whether everyone may read the document now."""
    if document.collection.get_view_restrictions().exists():
        return False
    holders: dict[int, set[str]] = defaultdict(set)
    references = ReferenceIndex.get_references_to(document)
    for content_type_id, object_id in references.values_list("base_content_type", "object_id"):
        holders[content_type_id].add(object_id)
    return any(
        _any_public(ContentType.objects.get_for_id(content_type_id), object_ids)
        for content_type_id, object_ids in holders.items()
    )


def can_read_document(user: Visitor, document: PortalDocument) -> bool:
    """Whether this person may read the document, public or not."""
    return is_public_document(document) or _is_at_work_on(user, document)


def can_read_original(user: Visitor, image: PortalImage) -> bool:
    """Whether this person may read the original of an image. It is never public."""
    return _is_at_work_on(user, image)


def _any_public(content_type: ContentType, object_ids: set[str]) -> bool:
    model = content_type.model_class()
    if content_type == ContentType.objects.get_for_model(Page):
        pages = Page.objects.live().filter(pk__in=object_ids)
        return any(not page.get_view_restrictions().exists() for page in pages)
    public = _public_objects.get(model) if model else None
    return public().filter(pk__in=object_ids).exists() if public else False


def _is_at_work_on(user: Visitor, item: PortalDocument | PortalImage) -> bool:
    """Editors: what they sent in themselves, and what `portal.file_policies` lets them use."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    if item.uploaded_by_user_id == user.pk:
        return True
    policy = policy_registry.get_by_type(type(item))
    return policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], item)
