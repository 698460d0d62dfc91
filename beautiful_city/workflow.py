"""Every move that a report can make. The table decides; models and services ask it.

A move says from which states it leads where, who makes it, and whether a reason must be given.
`permissions` turns the actor into a question about a user. No ORM here.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city.states import State as S  # noqa: N817 - the table reads better


class Actor(Enum):
    REPORTER = "reporter"
    UNIT = "unit"
    DISTRICT = "district"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """`label` is what the button says and `done` what the history says."""

    name: str
    sources: frozenset[S]
    target: S
    actor: Actor
    label: str | Promise
    done: str | Promise
    reason: bool = False
    public: bool = True


def _move(
    name: str,
    sources: tuple[S, ...],
    target: S,
    actor: Actor,
    label: str | Promise,
    done: str | Promise,
    **options: bool,
) -> tuple[str, Move]:
    return name, Move(name, frozenset(sources), target, actor, label, done, **options)


AFTER_ASSIGNMENT = (
    S.ASSIGNED,
    S.DISPUTED,
    S.IN_PROGRESS,
    S.WAITING_EXTERNAL,
    S.REMEDIATED,
    S.REWORK,
    S.REOPENED,
)

MOVES: dict[str, Move] = dict(
    (
        # Chưa đẹp
        _move(
            "ask_info",
            (S.SUBMITTED,),
            S.NEEDS_INFO,
            Actor.DISTRICT,
            _("Hỏi thêm người gửi"),
            _("Quận đề nghị bổ sung thông tin"),
            reason=True,
        ),
        _move(
            "give_info",
            (S.NEEDS_INFO,),
            S.SUBMITTED,
            Actor.REPORTER,
            _("Gửi bổ sung"),
            _("Người gửi đã bổ sung thông tin"),
            reason=True,
        ),
        _move(
            "look_on_site",
            (S.NEEDS_INFO,),
            S.SUBMITTED,
            Actor.DISTRICT,
            _("Quận tự kiểm tra thực địa"),
            _("Quận kiểm tra thực địa thay cho bổ sung"),
            reason=True,
        ),
        _move(
            "reject",
            (S.SUBMITTED, S.NEEDS_INFO, *AFTER_ASSIGNMENT),
            S.REJECTED,
            Actor.DISTRICT,
            _("Từ chối kèm lý do"),
            _("Từ chối"),
            reason=True,
        ),
        _move(
            "expire_info",
            (S.NEEDS_INFO,),
            S.REJECTED,
            Actor.SYSTEM,
            _("Quá hạn bổ sung"),
            _("Từ chối vì quá hạn bổ sung thông tin"),
            reason=True,
        ),
        _move(
            "mark_duplicate",
            (S.SUBMITTED, S.NEEDS_INFO, *AFTER_ASSIGNMENT),
            S.DUPLICATE,
            Actor.DISTRICT,
            _("Gộp vào phản ánh đã có"),
            _("Gộp vào phản ánh đã có"),
            reason=True,
        ),
        _move(
            "assign",
            (S.SUBMITTED,),
            S.ASSIGNED,
            Actor.DISTRICT,
            _("Giao đơn vị"),
            _("Giao đơn vị xử lý"),
        ),
        _move(
            "dispute",
            (S.ASSIGNED,),
            S.DISPUTED,
            Actor.UNIT,
            _("Đề nghị chuyển đơn vị khác"),
            _("Đơn vị đề nghị chuyển đơn vị khác"),
            reason=True,
        ),
        _move(
            "settle_dispute",
            (S.DISPUTED,),
            S.ASSIGNED,
            Actor.DISTRICT,
            _("Quyết định đơn vị xử lý"),
            _("Quận quyết định đơn vị xử lý"),
            reason=True,
        ),
        _move(
            "end_unit",
            (S.ASSIGNED, S.IN_PROGRESS, S.WAITING_EXTERNAL, S.REWORK, S.REOPENED),
            S.DISPUTED,
            Actor.SYSTEM,
            _("Đơn vị được sắp xếp lại"),
            _("Đơn vị được sắp xếp lại, quận quyết định đơn vị mới"),
            reason=True,
        ),
        _move(
            "start",
            (S.ASSIGNED, S.REWORK, S.REOPENED),
            S.IN_PROGRESS,
            Actor.UNIT,
            _("Nhận xử lý"),
            _("Đơn vị bắt đầu khắc phục"),
        ),
        _move(
            "wait_external",
            (S.IN_PROGRESS,),
            S.WAITING_EXTERNAL,
            Actor.DISTRICT,
            _("Chờ đơn vị phối hợp"),
            _("Chờ đơn vị phối hợp"),
            reason=True,
        ),
        _move(
            "resume",
            (S.WAITING_EXTERNAL,),
            S.IN_PROGRESS,
            Actor.DISTRICT,
            _("Tiếp tục xử lý"),
            _("Tiếp tục xử lý sau phối hợp"),
        ),
        _move(
            "remediate",
            (S.IN_PROGRESS,),
            S.REMEDIATED,
            Actor.UNIT,
            _("Báo đã khắc phục"),
            _("Đơn vị báo đã khắc phục"),
            reason=True,
        ),
        _move(
            "verify",
            (S.REMEDIATED,),
            S.VERIFIED,
            Actor.DISTRICT,
            _("Xác nhận đã khắc phục"),
            _("Đã kiểm tra, xác nhận khắc phục"),
        ),
        _move(
            "ask_rework",
            (S.REMEDIATED,),
            S.REWORK,
            Actor.DISTRICT,
            _("Yêu cầu làm lại"),
            _("Quận yêu cầu làm lại"),
            reason=True,
        ),
        _move(
            "ask_reopen",
            (S.VERIFIED,),
            S.REOPEN_REQUESTED,
            Actor.REPORTER,
            _("Đề nghị mở lại"),
            _("Người gửi đề nghị mở lại"),
            reason=True,
        ),
        _move(
            "reopen",
            (S.REOPEN_REQUESTED,),
            S.REOPENED,
            Actor.DISTRICT,
            _("Mở lại"),
            _("Quận quyết định xử lý lại"),
            reason=True,
        ),
        _move(
            "keep_verified",
            (S.REOPEN_REQUESTED,),
            S.VERIFIED,
            Actor.DISTRICT,
            _("Giữ kết quả"),
            _("Quận giữ kết quả đã xác nhận"),
            reason=True,
        ),
        _move(
            "close",
            (S.VERIFIED,),
            S.CLOSED,
            Actor.SYSTEM,
            _("Kết thúc"),
            _("Kết thúc"),
        ),
        # Đẹp
        _move(
            "send_good",
            (S.DRAFT,),
            S.PENDING_REVIEW,
            Actor.REPORTER,
            _("Gửi duyệt"),
            _("Gửi duyệt"),
            public=False,
        ),
        _move(
            "publish",
            (S.PENDING_REVIEW,),
            S.PUBLISHED,
            Actor.DISTRICT,
            _("Đăng"),
            _("Đăng trên chuyên trang"),
        ),
        _move(
            "archive",
            (S.PENDING_REVIEW, S.PUBLISHED),
            S.ARCHIVED,
            Actor.DISTRICT,
            _("Lưu trữ kèm lý do"),
            _("Lưu trữ"),
            reason=True,
            public=False,
        ),
    )
)


def moves_from(state: str, actor: Actor | None = None) -> list[Move]:
    """The moves that lead out of `state`, all of them or those of one actor, as in the table."""
    return [
        move
        for move in MOVES.values()
        if state in move.sources and (actor is None or move.actor is actor)
    ]
