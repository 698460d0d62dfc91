"""The ground floor's part after a restore: who is signed in, what waits to be sent or done."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.backup.afterwards import Restored
from portal.models import Message, MessageStatus, ReminderSource


def settle_ground_floor(restored: Restored) -> Iterator[str]:
    sessions, _by_model = Session.objects.all().delete()
    yield _("Đã kết thúc %(count)d phiên đăng nhập.") % {"count": sessions}
    # They may have gone out since: the administrator decides.
    waiting = Message.objects.waiting().update(
        status=MessageStatus.FAILED, failure=_("Có thể đã gửi trước khi khôi phục")
    )
    # What fell due in between was told then.
    ReminderSource.objects.all().delete()
    yield _(
        "%(count)d tin chờ gửi lúc sao lưu không tự gửi đi, vì có thể đã gửi rồi: xem ở trang Tình "
        "trạng hệ thống rồi gửi lại hoặc bỏ qua."
    ) % {"count": waiting}
    unfinished = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    # What is still lacking, such as smaller pictures, the clock finds and asks for again.
    yield _("%(count)d việc xử lý nền dở dang không chạy lại.") % {"count": unfinished.delete()[0]}
    yield _(
        "Từ %(moment)s đến nay có thể đã có người thôi nhiệm vụ hoặc đổi mật khẩu: hãy đối chiếu "
        "vai trò và cấp lại phiếu mật khẩu cho những người đó."
    ) % {"moment": f"{timezone.localtime(restored.made_at):%H:%M ngày %d/%m/%Y}"}
