"""Secret codes that prove who reported something, for people without an account.

Only keyed digests are stored. The keys are the codes' own (`CODE_KEYS`), since a code stands on
paper for months: the secret of sessions can be changed, or lost, and each code still opens. Of
several keys the first makes digests; the older ones are still looked for.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that nobody mixes up when reading aloud: neither 0 and O nor 1 and I are among them."""

LENGTH = 16
GROUP = 4


def new_code() -> str:
    """A code of 80 random bits, in groups: `7K2M-9QXA-4HRT-PW8C`. Only its digest is stored."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_for(secret: str) -> str:
    """The code that belongs to `secret`, the same each time and as random as the secret is.

    A reply that got lost can so be given once more, though only the code's digest is stored.
    """
    key = settings.CODE_KEYS[0]
    bits = salted_hmac("portal.uploads.code_for", secret, secret=key, algorithm="sha256").digest()
    return _grouped("".join(ALPHABET[byte % len(ALPHABET)] for byte in bits[:LENGTH]))


def plain_code(typed: str) -> str:
    """The code as typed by a person, without spaces and hyphens; empty for what is none."""
    signs = "".join(typed.split()).replace("-", "").replace("–", "").upper()
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""


def digest(code: str) -> str:
    """64 hexadecimal digits to store; empty for what is no code. To look up by: `digests`."""
    return next(iter(digests(code)), "")


def digests(code: str) -> list[str]:
    """What may be stored for a code, the newest key's first; none for what is no code."""
    plain = plain_code(code)
    return [_keyed(plain, key) for key in settings.CODE_KEYS] if plain else []


def is_digest_of(stored: str, code: str) -> bool:
    return any(constant_time_compare(stored, digest) for digest in digests(code))


def _keyed(plain: str, key: str) -> str:
    return salted_hmac("portal.uploads.codes", plain, secret=key, algorithm="sha256").hexdigest()


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))
