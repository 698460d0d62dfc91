"""How far a leader's note is, and every move that it can make. No ORM here: the models and the
services ask this table."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NoteState(TextChoices):
    WAITING = "waiting", _("Chờ trả lời")
    ANSWERED = "answered", _("Đã trả lời, chờ lãnh đạo xem")
    CLOSED = "closed", _("Đã đạt")
    WITHDRAWN = "withdrawn", _("Đã rút")
    PASSED_ON = "passed_on", _("Đã chuyển đơn vị kế thừa")


class Side(Enum):
    """Who makes a move."""

    LEADER = "leader"
    UNIT = "unit"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """`slug` stands in addresses, `label` on the button, `done` in the history; `words` says that
    something must be written."""

    name: str
    slug: str
    source: NoteState
    target: NoteState
    side: Side
    label: str | Promise
    done: str | Promise
    words: bool = False


_S = NoteState
WRITTEN = _("Ghi ý kiến chỉ đạo")
INHERITED = _("Tiếp nhận từ đơn vị cũ")
_TABLE = (
    Move(
        "answer", "tra-loi", _S.WAITING, _S.ANSWERED, Side.UNIT,
        _("Gửi trả lời"), _("Trả lời"), words=True,
    ),
    Move("accept", "dat", _S.ANSWERED, _S.CLOSED, Side.LEADER, _("Đạt"), _("Đạt")),
    Move(
        "send_back", "chua-dat", _S.ANSWERED, _S.WAITING, Side.LEADER,
        _("Chưa đạt"), _("Chưa đạt"), words=True,
    ),
    Move("withdraw", "rut", _S.WAITING, _S.WITHDRAWN, Side.LEADER, _("Rút lại"), _("Rút lại")),
    Move(
        "hand_over", "chuyen", _S.WAITING, _S.WAITING, Side.LEADER,
        _("Chuyển đơn vị khác"), _("Chuyển đơn vị khác"),
    ),
    Move(
        "pass_on", "", _S.WAITING, _S.PASSED_ON, Side.SYSTEM,
        "", _("Chuyển đơn vị kế thừa"),
    ),
)  # fmt: skip
MOVES: dict[str, Move] = {move.name: move for move in _TABLE}
BY_SLUG: dict[str, Move] = {move.slug: move for move in _TABLE if move.slug}
OPEN = frozenset({NoteState.WAITING, NoteState.ANSWERED})
