"""Why a backup was not made or not restored, as a sentence for the administrator."""


class BackupRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Its text is a Vietnamese sentence that says what is wrong and what to do."""
