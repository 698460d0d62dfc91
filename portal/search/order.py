"""One number for each entry that grows with its date: what every search orders by.

It is also the row number of the entry in SQLite's full-text tables. These can give the newest rows
of a word without looking at the others only in the order of row numbers, which makes the search
for a word that stands everywhere cost the same at any volume.
"""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
# 28 bits of minutes reach to the year 2410; all three together stay below the sign of 64 bits.
_TYPE_BITS, _OBJECT_BITS = 10, 25
_BELOW = _TYPE_BITS + _OBJECT_BITS


def first_key(date: datetime) -> int:
    """The least key of the minute of an aware `date`; dates before 1900 count as 1900."""
    return max(0, (date - _EPOCH) // _MINUTE) << _BELOW


def order_key(date: datetime, *, content_type_id: int, object_id: int) -> int:
    """The key of an object: its minute, then its type and key, so that no two are the same."""
    kind = content_type_id & ((1 << _TYPE_BITS) - 1)
    number = object_id & ((1 << _OBJECT_BITS) - 1)
    return first_key(date) | kind << _OBJECT_BITS | number
