"""After a backup was restored: a memory that was withdrawn is not shown again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.models import Memory
from campaigns.services import memories
from campaigns.states import MemoryState
from portal import uploads
from portal.backup import Restored


def withdraw_again(key: str) -> None:
    for memory in Memory.objects.filter(key=key):
        memories.withdraw(memory=memory)


def settle(restored: Restored) -> Iterator[str]:
    if restored.knows_withdrawals:
        return
    contacts = Memory.objects.exclude(contact="").update(contact="")
    shown = Memory.objects.filter(state=MemoryState.PUBLISHED)
    uploads.hide(photos=[memory.photo for memory in shown.select_related("photo")])
    yield _(
        "Góc ký ức: %(shown)d kỷ niệm trở lại hàng chờ duyệt và %(contacts)d liên hệ đã xóa, vì "
        "không biết ai đã rút."
    ) % {"shown": shown.update(state=MemoryState.WAITING), "contacts": contacts}
