"""What a person may do with a page: Wagtail's answer, narrowed to the person's own units."""

from wagtail.models import PagePermissionTester

from portal.permissions import can_write_for


class PortalPagePermissionTester(PagePermissionTester):
    """A contributor holds Wagtail's `add` on the whole site. It opens only pages of the types that
    are `open_to_contributors`, and of those only the items of the contributor's units that are not
    published. Change and publish stay with the editorial board, as Wagtail's permissions say.
    """

    def _is_own_unit(self) -> bool:
        unit_id = getattr(self.page.specific_deferred, "unit_id", None)
        return can_write_for(self.user, unit_id=unit_id)

    def _works_beyond_units(self) -> bool:
        return self.user.is_superuser or "change" in self.permissions

    def can_add_subpage(self) -> bool:
        if not super().can_add_subpage():
            return False
        return self._works_beyond_units() or self.page.specific_class.open_to_contributors

    def can_edit(self) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        if self._works_beyond_units():
            return True
        if "add" in self.permissions and not self.page.live and self._is_own_unit():
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self._works_beyond_units() if self.user.is_active else False:
            return super().can_delete(ignore_bulk)
        return super().can_delete(ignore_bulk) and self._is_own_unit()

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()
