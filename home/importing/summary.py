"""The beginning of an item, for lists and shared links."""

import re

LONGEST = 300

# A stop after a small letter, a digit or a bracket: one after a capital is mostly an abbreviation.
_SENTENCE_END = re.compile(r"(?<=[^\sA-ZĐ][.!?…])\s+")


def beginning(blocks: tuple[tuple[str, str], ...]) -> str:
    """The first sentences of the first paragraph, at most 300 characters; a first sentence that is
    longer is cut between words."""
    texts = [text for kind, text in blocks if kind == "paragraph"] or [blocks[0][1]]
    sentences = _SENTENCE_END.split(texts[0])
    taken = sentences[0]
    for sentence in sentences[1:]:
        if len(taken) + 1 + len(sentence) > LONGEST:
            break
        taken = f"{taken} {sentence}"
    if len(taken) <= LONGEST:
        return taken
    return taken[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + "…"
