"""What the styles of a document say about the letters of a run (ECMA-376, part 1, 17.7).

Three properties matter here: hidden letters (`vanish`), capitals (`caps`), and the font. A property
of the run itself goes before its character style, that before the style of its paragraph, that
before the table's, and last come the document's defaults.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Element = Any
"""`mammoth.docx.xmlparser.XmlElement`, which says nothing of its types."""

LONGEST_CHAIN = 20
"""Styles that are based on each other; a ring of them must end too."""
OFF = ("false", "0", "off")


@dataclass(frozen=True)
class Letters:
    """None is "says nothing"."""

    hidden: bool | None = None
    capitals: bool | None = None
    font: str | None = None

    def over(self, below: Letters) -> Letters:
        return Letters(
            below.hidden if self.hidden is None else self.hidden,
            below.capitals if self.capitals is None else self.capitals,
            below.font if self.font is None else self.font,
        )


NOTHING = Letters()


def letters_of(properties: Element) -> Letters:
    """What a `w:rPr` says, or what stands in its place."""
    fonts = properties.find_child_or_null("w:rFonts").attributes
    font = fonts.get("w:ascii") or fonts.get("w:hAnsi")
    # A font of the document's theme goes before the one that is named, and is none of the old ones.
    if "w:asciiTheme" in fonts or "w:hAnsiTheme" in fonts:
        font = ""
    return Letters(_switch(properties, "w:vanish"), _switch(properties, "w:caps"), font)


def _switch(properties: Element, name: str) -> bool | None:
    found = properties.find_child(name)
    return None if found is None else found.attributes.get("w:val") not in OFF


@dataclass
class Styles:
    """The styles of one document; empty where it has none."""

    by_id: dict[tuple[str, str], Element] = field(default_factory=dict)
    defaults: Letters = NOTHING
    standard: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str], Letters] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element) -> Styles:
        styles = cls(
            defaults=letters_of(
                root.find_child_or_null("w:docDefaults")
                .find_child_or_null("w:rPrDefault")
                .find_child_or_null("w:rPr")
            )
        )
        for style in root.find_children("w:style"):
            kind, name = style.attributes.get("w:type", ""), style.attributes.get("w:styleId", "")
            styles.by_id.setdefault((kind, name), style)
            if style.attributes.get("w:default") in ("1", "true", "on"):
                styles.standard.setdefault(kind, name)
        return styles

    def letters(self, kind: str, name: str | None) -> Letters:
        """What a "character", "paragraph" or "table" style says, with those that it is based on.
        Where there is none of that name it is the document's usual style of that kind."""
        known = name is not None and (kind, name) in self.by_id
        key = kind, (name or "") if known else self.standard.get(kind, "")
        if key not in self._known:
            said = NOTHING
            for style in self._chain(kind, key[1]):
                said = said.over(letters_of(style.find_child_or_null("w:rPr")))
            self._known[key] = said
        return self._known[key]

    def _chain(self, kind: str, name: str) -> list[Element]:
        chain: list[Element] = []
        while (style := self.by_id.get((kind, name))) and len(chain) < LONGEST_CHAIN:
            chain.append(style)
            name = style.find_child_or_null("w:basedOn").attributes.get("w:val", "")
        return chain
