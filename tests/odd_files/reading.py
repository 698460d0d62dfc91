"""What the portal makes of an odd file, in a word or a sentence."""

from __future__ import annotations

from io import BytesIO

from campaigns.word import WordRefused, read_word
from portal.images import ImageRefused, prepare_image
from portal.workbooks import FileRefused, read_table

TAKEN = "taken"


def of_picture(data: bytes) -> str:
    """`taken`, or the code of the refusal."""
    try:
        prepare_image(BytesIO(data), patience=60)
    except ImageRefused as refusal:
        return refusal.code
    return TAKEN


def of_word(data: bytes, name: str) -> str:
    """`taken`, what the writer is told beside the draft, or the sentence of the refusal."""
    try:
        draft = read_word(BytesIO(data), filename=name)
    except WordRefused as refusal:
        return str(refusal)
    return " ".join(draft.notes) or TAKEN


def of_workbook(data: bytes) -> str:
    """`taken`, what is told beside the table, or the code of the refusal."""
    try:
        table = read_table(BytesIO(data), len(data))
    except FileRefused as refusal:
        return refusal.code
    return table.remarks or TAKEN
