"""Works out every right again from roles and memberships, and sees that the workflow and the
templates of letters are there. It can be run at any time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from wagtail.models import Site

from portal.letters import ensure_templates
from portal.models import User
from portal.provisioning import provision_groups, provision_user
from portal.workflow_setup import ensure_workflow


class Command(BaseCommand):
    help = "Tính lại nhóm và quyền của mọi tài khoản theo vai trò trong đơn vị."

    def handle(self, *args: Any, **options: Any) -> None:
        groups = provision_groups()
        if Site.objects.filter(is_default_site=True).exists():
            ensure_workflow()
        ensure_templates()
        count = 0
        for user in User.objects.order_by("pk").iterator():
            provision_user(user)
            count += 1
        self.stdout.write(
            _("Đã cấp quyền cho %(groups)d nhóm, %(users)d tài khoản.")
            % {"groups": len(groups), "users": count}
        )
