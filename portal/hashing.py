"""Password hashing, bounded on the whole machine.

A hash is dear on purpose: 100 MB and a good tenth of a second of a processor. Twenty at once would
stop everything else. The bound stands in the hasher itself, so there is no door without it:
signing in, changing a password, printing a slip.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher

from portal.slots import Queue, place

# One place for everybody, one that is kept for those who are no strangers: whoever signs in on a
# browser that did so before does not stand behind those who try passwords.
ANYBODY, KEPT = "hashing-anybody", "hashing-kept"
STRANGERS = Queue("hashing-strangers", (ANYBODY,), longest=2, seconds=2)
OTHERS = Queue("hashing-others", (KEPT, ANYBODY), longest=4, seconds=10)

_queue: ContextVar[Queue] = ContextVar("hashing_queue", default=OTHERS)


@contextmanager
def queueing(queue: Queue) -> Iterator[None]:
    """What is hashed within waits in this queue."""
    token = _queue.set(queue)
    try:
        yield
    finally:
        _queue.reset(token)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    """Raises portal.slots.Busy where no place became free."""

    # Django's eight threads take both processors; what it costs to guess hangs on time and memory.
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with place(_queue.get()):
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with place(_queue.get()):
            return super().verify(password, encoded)


class BoundedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """The same for hashes of before Argon2; `verify` calls `encode`."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with place(_queue.get()):
            return super().encode(password, salt, iterations)
