"""What is answered instead of data: a status with one or more sentences."""

from __future__ import annotations

from django.utils.functional import Promise

Sentence = str | Promise


class Problem(Exception):  # noqa: N818 - an answer, not a fault
    """`status` is that of HTTP and the code of each error in the answer."""

    def __init__(self, status: int, *sentences: Sentence) -> None:
        self.status = status
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(status)
