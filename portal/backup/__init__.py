"""A copy of all that the portal holds, and the way back from it.

A backup is a folder: the database as its own tool writes it, the public and the private files, and
`manifest.json`, which says what must be there. Order of dependence: `manifest`, `database`, `files`
← `making`, `restoring`; `withdrawals` and `afterwards` are what apps add.
"""

from portal.backup.afterwards import (
    Restored,
    mark_settled,
    register_after_restore,
    require_settled,
    require_withdrawals,
    settle_after_restore,
)
from portal.backup.making import make_backup
from portal.backup.refusals import BackupRefused
from portal.backup.restoring import restore_backup
from portal.backup.withdrawals import note_withdrawal, register_withdrawal

__all__ = [
    "BackupRefused",
    "Restored",
    "make_backup",
    "mark_settled",
    "note_withdrawal",
    "register_after_restore",
    "register_withdrawal",
    "require_settled",
    "require_withdrawals",
    "restore_backup",
    "settle_after_restore",
]
