"""Which images and documents a writer may choose and read: Wagtail's answer, narrowed to units.

A file belongs to the units for which its sender wrote on the day of sending. A file that the board,
an administrator or a command sent in belongs to no unit and is for all who write. What is public on
a page is everyone's to see in any case (`portal.file_permissions`); this is about the editor.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from portal.models import Membership, PortalDocument, PortalImage, User
from portal.permissions import is_board, writing_units
from portal.roles import WRITER_ROLES, Role

BOARD_ROLES = (Role.EDITORIAL_BOARD, Role.ADMINISTRATOR)
UNIT_ROLES = WRITER_ROLES - set(BOARD_ROLES)

File = PortalImage | PortalDocument


def usable_by(user: User, model: type[File]) -> QuerySet[Any]:
    """The files of `model` that `user`, who writes for units, may use. One statement."""
    day = OuterRef("created_at__date")
    held = Membership.objects.filter(user=OuterRef("uploaded_by_user"), start__lte=day).filter(
        Q(end=None) | Q(end__gte=day)
    )
    of_units = held.filter(role__in=UNIT_ROLES)
    return model.objects.filter(
        Q(uploaded_by_user=user)
        | ~Exists(of_units)
        | Exists(of_units.filter(unit__in=writing_units(user)))
        | Exists(held.filter(role__in=BOARD_ROLES))
    )


class UnitFilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Asked by every view of Wagtail that lists, offers or gives out files."""

    def user_has_any_permission_for_instance(
        self, user: User | AnonymousUser, actions: Iterable[str], instance: File
    ) -> bool:
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        if not isinstance(user, User) or is_board(user):
            return True
        return usable_by(user, self.model).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Iterable[str]
    ) -> QuerySet[Any]:
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        if not isinstance(user, User) or is_board(user):
            return found
        return found.filter(pk__in=usable_by(user, self.model).values("pk"))


# The rights themselves are those on Wagtail's own models, whichever are in use.
image_policy = UnitFilePermissionPolicy(
    PortalImage, auth_model=Image, owner_field_name="uploaded_by_user"
)
document_policy = UnitFilePermissionPolicy(
    PortalDocument, auth_model=Document, owner_field_name="uploaded_by_user"
)
