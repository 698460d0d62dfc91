"""The words of a letter: names filled in, and what each style writes in its own way."""

from collections.abc import Mapping
from datetime import date

from portal.kinds import WARD_SIDE, UnitKind
from portal.models import Authority, LetterStyle, LetterTemplate, Unit

# Decree 30 writes these with a stop, the Party's guidance with a stroke.
AUTHORITY_WORDS: dict[str, dict[str, str]] = {
    LetterStyle.GOVERNMENT: {
        Authority.ON_BEHALF: "TM.",
        Authority.FOR: "KT.",
        Authority.BY_ORDER: "TL.",
    },
    LetterStyle.PARTY: {
        Authority.ON_BEHALF: "T/M",
        Authority.FOR: "K/T",
        Authority.BY_ORDER: "T/L",
    },
}
# Room for the clerk's pen, in spaces that do not shrink at the end of a line.
GAP = "\u00a0" * 8
# Capitals that fit beside the Quốc hiệu.
LONGEST_LINE = 26


def names_of(*, template: LetterTemplate, unit: Unit, count: int, today: date) -> dict[str, str]:
    """What may stand in braces in a template's texts."""
    name = in_sentence(unit)
    addressee = unit.name
    if unit.kind == UnitKind.WARD:
        addressee = fill(template.ward_addressee, {"don_vi": name})
    return {
        "don_vi": name,
        "kinh_gui": addressee,
        "so_viec": f"{count:02d}",
        "ngay": f"{today:%d/%m/%Y}",
    }


def fill(text: str, names: Mapping[str, str]) -> str:
    """Plain replacing, no formatting language: a template is written by people of the office."""
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def paragraphs(text: str, names: Mapping[str, str]) -> list[str]:
    """One for each line that is not empty."""
    return [fill(line.strip(), names) for line in text.splitlines() if line.strip()]


def in_sentence(unit: Unit) -> str:
    """`phường Bồ Đề` within a sentence; the names of offices keep their capital."""
    if unit.kind in WARD_SIDE:
        return unit.name[:1].lower() + unit.name[1:]
    return unit.name


def open_number(template: LetterTemplate) -> str:
    """Room for the number, and the sign after it: `/UBND-QLĐT`, `-CV/QU`."""
    joint = "-" if template.style == LetterStyle.PARTY else "/"
    return f"{GAP}{joint}{template.number_code}"


def number_line(template: LetterTemplate) -> str:
    word = "Số" if template.style == LetterStyle.PARTY else "Số:"
    return f"{word}{open_number(template)}"


def open_date() -> str:
    return f"ngày{GAP}tháng{GAP}năm{GAP}"


def in_two_lines(name: str) -> list[str]:
    """A long name broken at the space nearest its middle: `ỦY BAN NHÂN DÂN`, `QUẬN LONG BIÊN`."""
    spaces = [place for place, sign in enumerate(name) if sign == " "]
    if len(name) <= LONGEST_LINE or not spaces:
        return [name]
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]


def signer_lines(template: LetterTemplate) -> list[str]:
    """`KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`; the title alone for who signs in their own right."""
    title = template.signer_title
    if template.authority == Authority.OWN:
        return [title]
    word = AUTHORITY_WORDS[template.style][template.authority]
    return [f"{word} {template.signs_for}", title]
