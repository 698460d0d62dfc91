"""The XML of a Word file as a reader of it sees it, in words that mammoth knows.

mammoth reads a document for its structure and passes over what it does not know: hidden letters
come out as letters, formulas, fields and some text boxes not at all. Each rule of `_RULES` says
what takes the place of one kind of element; what a person should be told of is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, Any

from mammoth.docx import xmlparser
from mammoth.docx.dingbats import dingbats

from campaigns.docx_html.formulas import elements, name_of, pieces_of
from campaigns.docx_html.styles import NOTHING, Element, Letters, Styles, letters_of

parse_xml = xmlparser.parse_xml
element = xmlparser.element
WITH_TEXT = ("w:document", "w:footnotes", "w:endnotes", "w:comments")
NOTES = ("w:footnote", "w:endnote")
NO_NOTES = ("separator", "continuationSeparator")
BOX = "w:txbxContent"
FIELD_MARKS = ("w:fldChar", "w:instrText", "w:rPr")
CHANGES = ("w:ins", "w:del", "w:moveTo")
OLD_FONTS = ((".vn", "chu-tcvn3"), ("vni-", "chu-vni"))
# ".VnTimeH" draws small letters as capitals.
CAPITAL_FONT = re.compile(r"\.vn.*h$")


@dataclass
class Changed:
    """How many pieces of each kind do not stand in the HTML as they do in the document."""

    hidden: int = 0
    tracked: int = 0
    formulas: int = 0
    drawings: int = 0
    symbols: int = 0
    comments: int = 0
    embedded: int = 0


@dataclass(frozen=True)
class Place:
    """Where an element stands: what the styles of the nearest paragraph and table say; outside of
    any paragraph that one is None."""

    paragraph: Letters | None = None
    table: Letters = NOTHING


class Reader:
    """Reads the parts of one document; mammoth asks for its styles before any text."""

    def __init__(self) -> None:
        self.changed = Changed()
        self.seen_document = False
        self._styles = Styles()
        self._notes: set[tuple[str, str | None]] = set()

    def parse(self, file: IO[bytes], namespaces: Any = None) -> Element:
        root = parse_xml(file, namespaces)
        if root.name == "w:styles":
            _keep(root, lambda style: style.name != "w:style" or "w:styleId" in style.attributes)
            self._styles = Styles.read(root)
        elif root.name in WITH_TEXT:
            # Comments stay outside; only their number is told.
            self.seen_document |= root.name == "w:document"
            self._notes |= {
                (note.name, note.attributes.get("w:id"))
                for note in elements(root)
                if note.name in NOTES and note.attributes.get("w:type") not in NO_NOTES
            }
            self._go_into(root, Place())
        return root

    def _go_into(self, parent: Element, place: Place) -> None:
        children: list[Any] = []
        for child in parent.children:
            children += self._in_place_of(child, place) if hasattr(child, "name") else [child]
        parent.children = children

    def _in_place_of(self, found: Element, place: Place) -> list[Element]:
        if rule := _RULES.get(found.name):
            return rule(self, found, place)
        if name_of(found) in ("oMath", "oMathPara"):
            return self._formula(found, place)
        self._go_into(found, place)
        return [found]

    # --- Rules ----------------------------------------------------------------------------------

    def _only_its_content(self, found: Element, place: Place) -> list[Element]:
        self._go_into(found, place)
        return list(found.children)

    def _count_change(self, found: Element, place: Place) -> list[Element]:
        if found.children:
            self.changed.tracked += 1
        self._go_into(found, place)
        return [found]

    def _paragraph(self, found: Element, place: Place) -> list[Element]:
        properties = found.find_child_or_null("w:pPr")
        style = properties.find_child_or_null("w:pStyle").attributes.get("w:val")
        letters = self._styles.letters("paragraph", style)
        mark = properties.find_child_or_null("w:rPr")
        if any(map(mark.find_child, CHANGES)) and not any(map(found.find_child, CHANGES)):
            self.changed.tracked += 1
        self._go_into(found, replace(place, paragraph=letters))
        return [found]

    def _table(self, found: Element, place: Place) -> list[Element]:
        properties = found.find_child_or_null("w:tblPr")
        style = properties.find_child_or_null("w:tblStyle").attributes.get("w:val")
        self._go_into(found, replace(place, table=self._styles.letters("table", style)))
        return [found]

    def _row(self, found: Element, place: Place) -> list[Element]:
        properties = found.find_child_or_null("w:trPr")
        hidden = properties.find_child("w:hidden")
        if hidden is not None and hidden.attributes.get("w:val") not in ("false", "0", "off"):
            self.changed.hidden += int(_shows(found))
            return []
        if any(map(properties.find_child, CHANGES)):
            self.changed.tracked += 1
        self._go_into(found, place)
        return [found]

    def _cell(self, found: Element, place: Place) -> list[Element]:
        properties = found.find_child_or_null("w:tcPr")
        # mammoth calls int() on it.
        _keep(properties, lambda one: one.name != "w:gridSpan" or _is_count(one))
        self._go_into(found, place)
        return [found]

    def _run(self, found: Element, place: Place) -> list[Element]:
        properties = found.find_child("w:rPr")
        own = letters_of(properties or xmlparser.null_xml_element)
        style = (properties or xmlparser.null_xml_element).find_child("w:rStyle")
        of_style = (
            self._styles.letters("character", style.attributes.get("w:val")) if style else NOTHING
        )
        around = (place.paragraph or NOTHING).over(place.table).over(self._styles.defaults)
        letters = own.over(of_style).over(around)
        if letters.hidden:
            self.changed.hidden += int(_shows(found))
            # The marks of a field stay together, or what follows would be taken for its link.
            _keep(found, lambda child: child.name in FIELD_MARKS)
            return [found]
        self._go_into(found, place)
        # Capitals of a paragraph's style are the look of a heading, and the page has its own.
        self._mark(found, letters.font or "", capitals=bool(own.over(of_style).capitals))
        return [found]

    def _mark(self, run: Element, font: str, *, capitals: bool) -> None:
        """Say by what mammoth reads itself: "these letters are of an old font", "are capitals"."""
        font = font.strip().lower()
        old = next((style for start, style in OLD_FONTS if font.startswith(start)), "")
        properties = run.find_child("w:rPr")
        if properties is None:
            if not old:
                return
            properties = element("w:rPr")
            run.children.insert(0, properties)
        wanted = []
        if capitals or CAPITAL_FONT.match(font):
            wanted.append(element("w:caps"))
        # A style that is there already may be “Strong”: such words are recognised by themselves.
        if old and properties.find_child("w:rStyle") is None:
            wanted.append(element("w:rStyle", {"w:val": old}))
        _keep(properties, lambda one: one.name != "w:caps")
        properties.children += wanted

    def _formula(self, found: Element, place: Place) -> list[Element]:
        self.changed.formulas += 1
        runs = [
            _text_run(piece.text, raised=piece.raised) for piece in pieces_of(found) if piece.text
        ]
        return runs if place.paragraph else [element("w:p", {}, runs)]

    def _alternatives(self, found: Element, place: Place) -> list[Element]:
        """mammoth takes the one for old programs; it may be missing, or show nothing."""
        fallback = found.find_child_or_null("mc:Fallback")
        branches = [fallback, *found.find_children("mc:Choice")]
        # A diagram has a picture for old programs, or nothing at all.
        taken = next((branch for branch in branches if _shows(branch)), branches[-1])
        self._go_into(taken, place)
        return list(taken.children)

    def _drawing(self, found: Element, place: Place) -> list[Element]:
        properties = found.find_child_or_null("wp:docPr")
        if properties.attributes.get("hidden") in ("1", "true", "on"):
            self.changed.hidden += 1
            return []
        data = found.find_child_or_null("a:graphic").find_child_or_null("a:graphicData")
        standing = elements(data)
        pictures = [
            one for one in _within(data, "pic:pic") if not any(one is each for each in standing)
        ]
        boxes = _within(data, BOX)
        if not boxes and not _shows(data) and _elsewhere(data):
            self.changed.drawings += 1
        shown = [found, *(_alone(picture, properties) for picture in pictures)]
        for box in boxes:
            self._go_into(box, place)
        # mammoth puts what stands in a `w:pict` behind the paragraph.
        return shown + [element("w:pict", {}, [box]) for box in boxes]

    def _shape(self, found: Element, place: Place) -> list[Element]:
        """Of the shapes of old Word mammoth knows the rectangles."""
        if re.search(r"visibility\s*:\s*hidden", found.attributes.get("style", "")):
            self.changed.hidden += int(_shows(found))
            return []
        self._go_into(found, place)
        words = [one.attributes.get("string", "") for one in _within(found, "v:textpath")]
        art = [element("w:p", {}, [_text_run(text)]) for text in words if text.strip()]
        return [element("v:shape", found.attributes, [*found.children, *art])]

    def _symbol(self, found: Element, place: Place) -> list[Element]:
        sign = found.attributes.get("w:char") or ""
        if not re.fullmatch("[0-9A-Fa-f]{1,6}", sign):
            return []
        code, font = int(sign, 16), found.attributes.get("w:font")
        if (font, code) in dingbats or (font, code & 0xFF) in dingbats:
            return [found]
        if font not in ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings") and (
            code < 0xE000 or 0xF8FF < code < 0x110000
        ):
            return [_text(chr(code))]
        self.changed.symbols += 1
        return []

    def _comment(self, found: Element, place: Place) -> list[Element]:
        self.changed.comments += 1
        return [found]

    def _embedded(self, found: Element, place: Place) -> list[Element]:
        self.changed.embedded += 1
        return []

    def _object(self, found: Element, place: Place) -> list[Element]:
        """A sheet or a drawing of another program, with a picture of it or without."""
        if not _shows(found) and not _within(found, "v:imagedata"):
            return self._embedded(found, place)
        self._go_into(found, place)
        return [found]

    def _note_mark(self, found: Element, place: Place) -> list[Element]:
        note = found.name.removesuffix("Reference"), found.attributes.get("w:id")
        return [found] if note in self._notes else []


_RULES: dict[str, Callable[[Reader, Element, Place], list[Element]]] = {
    "w:p": Reader._paragraph,
    "w:r": Reader._run,
    "w:tbl": Reader._table,
    "w:tr": Reader._row,
    "w:tc": Reader._cell,
    "w:fldSimple": Reader._only_its_content,
    "w:smartTag": Reader._only_its_content,
    "w:customXml": Reader._only_its_content,
    "w:dir": Reader._only_its_content,
    "w:bdo": Reader._only_its_content,
    "w:ruby": Reader._only_its_content,
    "w:rubyBase": Reader._only_its_content,
    "w:ins": Reader._count_change,
    "w:del": Reader._count_change,
    "w:moveTo": Reader._count_change,
    "mc:AlternateContent": Reader._alternatives,
    "wp:anchor": Reader._drawing,
    "wp:inline": Reader._drawing,
    "v:shape": Reader._shape,
    "v:oval": Reader._shape,
    "v:line": Reader._shape,
    "v:polyline": Reader._shape,
    "v:curve": Reader._shape,
    "v:arc": Reader._shape,
    "w:sym": Reader._symbol,
    "w:comment": Reader._comment,
    "w:altChunk": Reader._embedded,
    "w:subDoc": Reader._embedded,
    "w:object": Reader._object,
    "w:footnoteReference": Reader._note_mark,
    "w:endnoteReference": Reader._note_mark,
}


# --- Elements -----------------------------------------------------------------------------------


def _keep(parent: Element, wanted: Callable[[Element], bool]) -> None:
    if parent.children:
        parent.children = [
            child for child in parent.children if not hasattr(child, "name") or wanted(child)
        ]


def _within(parent: Element, name: str) -> list[Element]:
    """The outermost elements of this name, in their order."""
    found: list[Element] = []
    for child in elements(parent):
        found += [child] if child.name == name else _within(child, name)
    return found


def _shows(found: Element) -> bool:
    """Whether letters or a picture stand in it."""
    if found is xmlparser.null_xml_element:
        return False
    for child in elements(found):
        if child.name in ("a:blip", "v:imagedata", "w:sym") or (
            child.name == "w:t" and any(text.value.strip() for text in child.children)
        ):
            return True
        if _shows(child):
            return True
    return False


def _elsewhere(data: Element) -> bool:
    """A chart or a diagram: its words stand in a part of their own."""
    return any("/chart" in child.name or "/diagram" in child.name for child in elements(data))


def _is_count(span: Element) -> bool:
    return str(span.attributes.get("w:val", "")).isdecimal()


def _alone(picture: Element, properties: Element) -> Element:
    """A picture of a group as one that stands by itself."""
    data = element("a:graphicData", {}, [picture])
    named = [properties] if properties is not xmlparser.null_xml_element else []
    return element("wp:inline", {}, [*named, element("a:graphic", {}, [data])])


def _text(words: str) -> Element:
    return element("w:t", {}, [xmlparser.text(words)])


def _text_run(words: str, *, raised: bool = False) -> Element:
    place = [element("w:vertAlign", {"w:val": "superscript"})] if raised else []
    return element("w:r", {}, [element("w:rPr", {}, place), _text(words)])
