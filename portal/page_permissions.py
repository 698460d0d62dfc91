"""What a person may do with a page: Wagtail's answer, narrowed to the person's own units.

A contributor holds Wagtail's `add` on the whole site. Two questions of Wagtail's are answered here
from memberships instead: what may be done with one page (`PortalPagePermissionTester`), and which
pages there are at all for this person (`PortalPagePermissionPolicy`). The explorer, search, reports
and the editor's own interface ask the second.
"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.approval import approving_units
from portal.models import User
from portal.permissions import can_write_for, is_board, writing_units
from portal.unit_pages import is_unit_page_type, of_units, unit_id_of

# Each names, for a person, the pages that the editor must not speak of to that person.
_walls: list[Callable[[User | AnonymousUser], Q]] = []


def register_wall(behind: Callable[[User | AnonymousUser], Q]) -> None:
    """From an app above: `behind(user)` is a condition on `Page`, empty where nothing is kept from
    that person. It holds for the board too."""
    if behind not in _walls:
        _walls.append(behind)


def has_walls(user: User | AnonymousUser) -> bool:
    """Whether there are pages of which the editor must not speak to this person."""
    return any(behind(user) for behind in _walls)


def _within_walls(user: User | AnonymousUser) -> Q:
    allowed = Q()
    for behind in _walls:
        hidden = behind(user)
        if hidden:
            allowed &= ~hidden
    return allowed


class PortalPagePermissionTester(PagePermissionTester):
    """Contributors begin items below pages that are `open_to_contributors`, and go on with the
    items of their units that are not published. All else stays with the editorial board."""

    def _works_beyond_units(self) -> bool:
        return bool(self.user.is_active) and is_board(self.user)

    def _is_unpublished_item_of_own_unit(self) -> bool:
        if not self.user.is_active or self.page.live:
            return False
        return can_write_for(self.user, unit_id=unit_id_of(self.page))

    def can_add_subpage(self) -> bool:
        if not super().can_add_subpage():
            return False
        return self._works_beyond_units() or self.page.specific_class.open_to_contributors

    def can_edit(self) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        if self._works_beyond_units():
            return super().can_edit()
        if "add" in self.permissions and self._is_unpublished_item_of_own_unit():
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """A writer may throw away a draft of their own that was never published, nor refused."""
        if self._works_beyond_units():
            return super().can_delete(ignore_bulk)
        return (
            self._is_unpublished_item_of_own_unit()
            and self.page.first_published_at is None
            and not self.page_locked()
            and super().can_delete(ignore_bulk)
        )

    def can_unpublish(self) -> bool:
        """An item of a unit is taken down by `portal.editorial.take_down`, which asks why."""
        return not is_unit_page_type(self.page.specific_class) and super().can_unpublish()

    def can_move(self) -> bool:
        return self._works_beyond_units() and super().can_move()

    def can_copy(self) -> bool:
        return self._works_beyond_units() and super().can_copy()

    def can_lock(self) -> bool:
        """Wagtail shows a page to whoever locked it, whatever that person may see later."""
        lockable = getattr(self.page.specific_class, "can_be_locked", True)
        return lockable and super().can_lock()

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()


class PortalPagePermissionPolicy(PagePermissionPolicy):
    """Other units' drafts do not exist for a contributor."""

    def explorable_instances(self, user: User) -> QuerySet[Page]:
        return super().explorable_instances(user).filter(visible_to(user))

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Page]:
        """Where the right to begin an item is not asked for, Wagtail counts an item as its owner's,
        whatever the owner's unit is today and whether it is published."""
        actions = set(actions)
        if is_board(user) or "change" not in actions or "add" in actions:
            found = super().instances_user_has_any_permission_for(user, actions)
            return found.filter(_within_walls(user))
        return self.model._default_manager.filter(_own_items(user), live=False)

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Page
    ) -> bool:
        actions = set(actions)
        if is_board(user) or "change" not in actions or "add" in actions:
            return super().user_has_any_permission_for_instance(user, actions, instance)
        return bool(instance.permissions_for_user(user).can_edit())


def visible_to(user: User | AnonymousUser) -> Q:
    """A condition on `Page`: it is public, or the editor may show it to `user` for another
    reason."""
    if is_board(user):
        return _within_walls(user)
    return (Q(live=True) | Q(depth=1) | _own_items(user)) & _within_walls(user)


def can_see(user: User | AnonymousUser, page: Page) -> bool:
    """Whether the editor may tell `user` that there is this page."""
    return Page.objects.filter(visible_to(user), pk=page.pk).exists()


def _own_items(user: User | AnonymousUser) -> Q:
    return of_units({unit.pk for unit in writing_units(user)} | approving_units(user))
