"""A formula of Word (Office Math, ECMA-376 part 1, 22.1) as a line of text.

A web page has no formulas here, and no lowered letters; what is read aloud or copied should still
say what was written: "(a+b)/2", "x2" with its 2 raised, "H₂O", "√(x+1)".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.docx_html.styles import Element, letters_of

MATH = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)

_LOW = str.maketrans("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_HAVE_LOW = {chr(code) for code in _LOW}


@dataclass(frozen=True)
class Piece:
    text: str
    raised: bool = False


def name_of(element: Element) -> str:
    """ "f" of a fraction; "" for what is not of a formula."""
    for space in MATH:
        if element.name.startswith(space):
            return str(element.name.removeprefix(space))
    return ""


def pieces_of(formula: Element) -> list[Piece]:
    """The parts of an `m:oMath` or of anything within."""
    return [piece for child in elements(formula) for piece in _pieces(child)]


def elements(element: Element) -> list[Element]:
    return [child for child in element.children if hasattr(child, "name")]


def _pieces(element: Element) -> list[Piece]:
    name = name_of(element)
    if name == "r":
        return [Piece(_letters(element))]
    if name.endswith("Pr"):
        return []
    read = _READERS.get(name)
    return read(element) if read else pieces_of(element)


def _letters(run: Element) -> str:
    if letters_of(run.find_child_or_null("w:rPr")).hidden:
        return ""
    return "".join(
        child.value if hasattr(child, "value") else ""
        for text in elements(run)
        if name_of(text) == "t" or text.name == "w:t"
        for child in text.children
    )


def _part(element: Element, name: str) -> list[Piece]:
    return [
        piece for child in elements(element) if name_of(child) == name for piece in pieces_of(child)
    ]


def _property(element: Element, name: str, usual: str) -> str:
    for child in elements(element):
        if name_of(child).endswith("Pr"):
            for each in elements(child):
                if name_of(each) == name:
                    return next(
                        (value for key, value in each.attributes.items() if key.endswith("val")), ""
                    )
    return usual


def _text(pieces: list[Piece]) -> str:
    """On one height: what is raised within something raised or lowered."""
    return "".join(_marked("^", piece.text) if piece.raised else piece.text for piece in pieces)


def _marked(sign: str, text: str) -> str:
    return f"{sign}({text})" if len(text) > 1 else sign + text


def _grouped(pieces: list[Piece]) -> list[Piece]:
    text = _text(pieces)
    if len(text) < 2 or text.isalnum():
        return pieces
    return [Piece("("), *pieces, Piece(")")]


def _raised(element: Element, name: str) -> list[Piece]:
    text = _text(_part(element, name))
    return [Piece(text, raised=True)] if text else []


def _lowered(element: Element, name: str) -> list[Piece]:
    text = _text(_part(element, name))
    if not text:
        return []
    return [Piece(text.translate(_LOW) if set(text) <= _HAVE_LOW else _marked("_", text))]


def _fraction(element: Element) -> list[Piece]:
    return [*_grouped(_part(element, "num")), Piece("/"), *_grouped(_part(element, "den"))]


def _scripts(element: Element) -> list[Piece]:
    return [
        *_grouped(_part(element, "e")),
        *_lowered(element, "sub"),
        *_raised(element, "sup"),
    ]


def _root(element: Element) -> list[Piece]:
    return [*_raised(element, "deg"), Piece("√"), *_grouped(_part(element, "e"))]


def _brackets(element: Element) -> list[Piece]:
    separator = _property(element, "sepChr", "|")
    inside: list[Piece] = []
    for child in elements(element):
        if name_of(child) == "e":
            inside += [Piece(separator), *pieces_of(child)] if inside else pieces_of(child)
    return [
        Piece(_property(element, "begChr", "(")),
        *inside,
        Piece(_property(element, "endChr", ")")),
    ]


def _sum(element: Element) -> list[Piece]:
    return [
        Piece(_property(element, "chr", "∫")),
        *_lowered(element, "sub"),
        *_raised(element, "sup"),
        *_part(element, "e"),
    ]


def _function(element: Element) -> list[Piece]:
    return [*_part(element, "fName"), Piece(" "), *_part(element, "e")]


def _limit(element: Element) -> list[Piece]:
    return [*_part(element, "e"), *_lowered(element, "lim")]


def _rows(element: Element) -> list[Piece]:
    """A matrix, or equations one below the other."""
    rows = [_row(child) for child in elements(element) if name_of(child) in ("mr", "e")]
    joined = [piece for row in rows for piece in (Piece("; "), *row)][1:]
    return [Piece("["), *joined, Piece("]")] if name_of(element) == "m" else joined


def _row(element: Element) -> list[Piece]:
    if name_of(element) == "e":
        return pieces_of(element)
    return [piece for cell in elements(element) for piece in (Piece(", "), *pieces_of(cell))][1:]


_READERS: dict[str, Callable[[Element], list[Piece]]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "rad": _root,
    "d": _brackets,
    "nary": _sum,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _rows,
    "eqArr": _rows,
}
