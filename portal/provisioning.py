"""Rights follow from memberships. This module alone touches groups; it can be run again at any
time without harm.

`provision_groups` makes one Wagtail group for each role that opens the editor and gives it its
permissions. `provision_user` puts a person in the groups that today's memberships give, and sets
the next date on which that must be worked out again.
"""

from collections.abc import Set
from datetime import date, timedelta

from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from portal.models import Membership, Unit, User
from portal.permissions import forget_memberships
from portal.roles import EDITOR_ROLES, ROLE_FACTS, Role

FILES_OF_WRITERS = ("add_image", "choose_image", "add_document", "choose_document")
FILES_OF_BOARD = (*FILES_OF_WRITERS, "change_image", "change_document")
OPENS_EDITOR = ("wagtailadmin", "access_admin")
OF_BOARD = (
    ("portal", "change_sitesettings"),
    # Opens the fields of an article that are the board's, such as its date.
    ("home", "change_articlepage"),
    ("portal", "add_lettertemplate"),
    ("portal", "change_lettertemplate"),
    ("wagtailredirects", "add_redirect"),
    ("wagtailredirects", "change_redirect"),
)
APPS_OF_PERMISSIONS = {app for app, _codename in (OPENS_EDITOR, *OF_BOARD)} | {
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
}
# Keys of permissions by app and codename.
Known = dict[tuple[str, str], int]


def group_name(role: Role) -> str:
    return str(role.label)


@transaction.atomic
def provision_groups() -> dict[Role, Group]:
    """Make the groups of the editor's roles and set exactly the permissions they should have. A few
    statements for all roles together."""
    roles = sorted(EDITOR_ROLES)
    Group.objects.bulk_create(
        [Group(name=group_name(role)) for role in roles], ignore_conflicts=True
    )
    named = {group.name: group for group in Group.objects.all()}
    groups = {role: named[group_name(role)] for role in roles}
    known = {
        (app_label, codename): key
        for key, app_label, codename in Permission.objects.filter(
            content_type__app_label__in=APPS_OF_PERMISSIONS
        ).values_list("pk", "content_type__app_label", "codename")
    }
    _set_model_permissions(groups, known)
    _set_page_permissions(groups, known)
    _set_collection_permissions(groups, known)
    return groups


def _set_model_permissions(groups: dict[Role, Group], known: Known) -> None:
    wanted = {
        (group.pk, known[permission])
        for role, group in groups.items()
        for permission in (OPENS_EDITOR, *(OF_BOARD if role == Role.EDITORIAL_BOARD else ()))
        if permission in known
    }
    _keep_exactly(Group.permissions.through, ("group_id", "permission_id"), groups, wanted)


def _set_page_permissions(groups: dict[Role, Group], known: Known) -> None:
    """The whole site's tree; with no site yet (a database being made) there is nothing to give."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return
    wanted = {
        (group.pk, site.root_page_id, known["wagtailcore", codename])
        for role, group in groups.items()
        for codename in ROLE_FACTS[role].page_permissions
    }
    fields = ("group_id", "page_id", "permission_id")
    _keep_exactly(GroupPagePermission, fields, groups, wanted)


def _set_collection_permissions(groups: dict[Role, Group], known: Known) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    # Wagtail asks for the permissions of its own image and document models, whichever are in use.
    wanted = {
        (group.pk, root.pk, key)
        for role, group in groups.items()
        for (app_label, codename), key in known.items()
        if app_label in ("wagtailimages", "wagtaildocs")
        and codename in (FILES_OF_BOARD if role == Role.EDITORIAL_BOARD else FILES_OF_WRITERS)
    }
    fields = ("group_id", "collection_id", "permission_id")
    _keep_exactly(GroupCollectionPermission, fields, groups, wanted)


def _keep_exactly(
    model: type[Model],
    fields: tuple[str, ...],
    groups: dict[Role, Group],
    wanted: Set[tuple[int, ...]],
) -> None:
    """Rows of these groups as `wanted` has them, each the values of `fields`: what is missing is
    added, what is too much goes."""
    rows = model._default_manager.filter(group__in=list(groups.values()))
    held = {tuple(values): key for key, *values in rows.values_list("pk", *fields)}
    extra = [key for values, key in held.items() if values not in wanted]
    if extra:
        model._default_manager.filter(pk__in=extra).delete()
    model._default_manager.bulk_create(
        [model(**dict(zip(fields, values, strict=True))) for values in wanted - held.keys()],
        ignore_conflicts=True,
    )


@transaction.atomic
def provision_user(user: User, *, today: date | None = None, had_membership: bool = False) -> None:
    """Give `user` the groups of the memberships in force, and end sessions where none is left.

    An account that never had a membership is one made by `createsuperuser` to begin with, and is
    left as it is. `had_membership` says that one was taken back, of which no row is left.
    """
    _hold(user.pk)
    today = today or timezone.localdate()
    forget_memberships(user)
    memberships = Membership.objects.filter(user=user)
    roles = {Role(role) for role in memberships.active_on(today).values_list("role", flat=True)}
    if had_membership or memberships.exists():
        _set_groups(user, roles)
        user.is_superuser = Role.ADMINISTRATOR in roles
        user.is_staff = False
    user.rights_valid_until = next_change(user, after=today)
    user.save(update_fields=["is_superuser", "is_staff", "rights_valid_until"])
    if not roles and not user.is_superuser:
        end_sessions(user)


def _hold(*people: int) -> None:
    """Work out the rights of these people after whoever is doing so now, so that neither misses a
    membership of the other. All at once and in one order, so that nobody waits in a circle."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(rows.values_list("pk"))


def _set_groups(user: User, roles: set[Role]) -> None:
    names = {group_name(role) for role in roles & EDITOR_ROLES}
    groups = list(Group.objects.filter(name__in=names))
    if len(groups) < len(names):
        groups = [group for role, group in provision_groups().items() if role in roles]
    user.groups.set(groups)


def next_change(user: User, *, after: date) -> date | None:
    """The first day later than `after` on which a membership of `user` starts, has ended, or its
    unit is no more."""
    days: set[date] = set()
    for start, end, unit_end in Membership.objects.filter(user=user).values_list(
        "start", "end", "unit__valid_to"
    ):
        days |= {start} | ({end + timedelta(days=1)} if end else set())
        days |= {unit_end} if unit_end else set()
    return min((day for day in days if day > after), default=None)


def end_sessions(user: User) -> int:
    """End every open session of `user`; returns how many there were."""
    ended = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    return ended


@transaction.atomic
def save_membership(membership: Membership) -> Membership:
    """Check and store a membership; the person's rights follow at once, and those of the person
    who held it before, where it passes to another.

    ValidationError where it does not hold, or where another took it back in the meantime.
    """
    # The unit's dates must not change between here and the commit: `save_unit` sees to the members
    # that it finds.
    list(Unit.objects.select_for_update(no_key=True).filter(pk=membership.unit_id).values("pk"))
    before = _held(membership).user if membership.pk else None
    membership.full_clean()
    membership.save()
    if before is None or before.pk == membership.user_id:
        provision_user(membership.user)
        return membership
    _hold(before.pk, membership.user_id)
    provision_user(membership.user)
    provision_user(before, had_membership=True)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date) -> Membership:
    """Let a membership end with `last_day`, or take it back where it had not yet begun by then.

    What is stored counts, not what `membership` was when it was read: an earlier end stays.
    ValidationError where another took it back in the meantime.
    """
    held = _held(membership)
    user = membership.user if membership.user_id == held.user_id else held.user
    if last_day < held.start:
        held.delete()
        provision_user(user, had_membership=True)
        return membership
    membership.end = held.end = min(last_day, held.end or last_day)
    held.save(update_fields=["end"])
    provision_user(user)
    return membership


def _held(membership: Membership) -> Membership:
    """The membership as it is stored, which nobody else changes until the transaction ends."""
    held = Membership.objects.select_for_update(of=("self",)).filter(pk=membership.pk).first()
    if held is None:
        raise ValidationError(_("Vai trò này vừa được người khác thu hồi."))
    return held


@transaction.atomic
def save_unit(unit: Unit) -> Unit:
    """Store a unit; a change of its validity dates changes its members' rights at once."""
    unit.save()
    members = User.objects.filter(memberships__unit=unit).distinct().order_by("pk")
    _hold(*(user.pk for user in members))
    for user in members:
        provision_user(user)
    return unit
