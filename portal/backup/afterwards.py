"""What must be settled once a backup stands again, before the portal is opened.

Since the backup was made, things went out, were numbered and were taken back of which the database
knows nothing. Each app registers what it must do about that, and says in sentences what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.backup.refusals import BackupRefused
from portal.backup.withdrawals import FILE, redo_since


@dataclass(frozen=True)
class Restored:
    """`made_at` is when the backup was made, `now` when it is settled. `knows_withdrawals`: what
    people took back in between is known, and has been taken back again."""

    made_at: datetime
    now: datetime
    knows_withdrawals: bool


UNSETTLED = "restored-unsettled"
"""A file below VAR_DIR from the first byte of a restore until it is settled; it holds `made_at`."""

Step = Callable[[Restored], Iterable[str]]
_steps: dict[str, Step] = {}


def register_after_restore(name: str, step: Step) -> None:
    """`step(restored)` gives Vietnamese sentences of what it did and of what a person must do.
    Doing it twice must do no harm. Register in `AppConfig.ready`."""
    _steps[name] = step


@transaction.atomic
def settle_after_restore(
    *, made_at: datetime, now: datetime, withdrawn: Path | None = None, unknown: bool = False
) -> list[str]:
    """All of it or nothing; returns the sentences.

    `withdrawn` and `unknown` as in `require_withdrawals`; what somebody may have taken back is
    ended where the file is lost.
    """
    file = require_withdrawals(withdrawn, unknown=unknown)
    sentences = []
    if file is not None:
        count = redo_since(made_at, file)
        sentences.append(
            _("Đã làm lại %(count)d lần rút thông tin có sau lúc sao lưu.") % {"count": count}
        )
    restored = Restored(made_at, now, knows_withdrawals=file is not None)
    for step in _steps.values():
        sentences += step(restored)
    return sentences


def require_withdrawals(withdrawn: Path | None, *, unknown: bool) -> Path | None:
    """The file of what was taken back: `withdrawn`, from the machine of before, or by default the
    one in VAR_DIR. None where there is none and `unknown` says that it is lost; else BackupRefused
    asks for it."""
    file = withdrawn or Path(settings.VAR_DIR, FILE)
    if file.is_file():
        return file
    if not unknown:
        raise BackupRefused(
            _(
                "Không thấy sổ rút thông tin (%(file)s), nên không biết ai đã xóa liên hệ, thôi "
                "theo dõi hoặc rút ảnh sau lúc sao lưu. Hãy chép tệp đó từ máy cũ và chạy lại với "
                "--withdrawn TỆP. Nếu tệp đã mất, chạy lại với --withdrawn-lost: mọi liên hệ và "
                "đăng ký theo dõi có từ trước sẽ bị xóa, mọi kỷ niệm và ảnh dựa trên sự đồng ý "
                "sẽ được ẩn để kiểm tra lại."
            )
            % {"file": file}
        )
    return None


def mark_unsettled(made_at: str) -> None:
    path = Path(settings.VAR_DIR, UNSETTLED)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made_at)


def mark_settled() -> None:
    Path(settings.VAR_DIR, UNSETTLED).unlink(missing_ok=True)


def require_settled() -> None:
    """Raises BackupRefused while a restore was cut short: what runs by itself would send again what
    went out since the backup."""
    path = Path(settings.VAR_DIR, UNSETTLED)
    if path.exists():
        raise BackupRefused(
            _(
                "Việc khôi phục bản sao lưu chưa xong. Nếu nó bị ngắt khi đang chép, hãy khôi phục "
                "lại từ đầu vào nơi trống; nếu đã chép xong, chạy: after_restore --made-at "
                "%(moment)s"
            )
            % {"moment": path.read_text()}
        )
