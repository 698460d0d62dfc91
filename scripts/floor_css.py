"""The style sheets once more, for browsers without cascade layers (before Chrome 99, Safari 15.4),
which would leave out all of them: flat, in the order of the layers, in words that those know.

What it costs them: the dark theme, and comfort that hangs on `:has` or on container queries.
"""

import re
from collections.abc import Iterator
from itertools import product

UNKNOWN = ("@container", "@supports", "@media (scripting")
SIDES = ("top", "right", "bottom", "left")
PAIRS = {"inline": ("left", "right"), "block": ("top", "bottom")}
RANGE = re.compile(r"\(width (<|>=) ([\d.]+)rem\)")


def flat(css: str) -> str:
    """Rules of one source, rewritten."""
    return "\n".join(_rules(css))


def _rules(css: str) -> Iterator[str]:
    for prelude, body in _blocks(css):
        if prelude.startswith(UNKNOWN):
            continue
        if prelude.startswith("@media"):
            yield f"{RANGE.sub(_bound, prelude)} {{\n{flat(body)}\n}}"
        elif prelude.startswith("@"):
            yield f"{prelude} {{\n{body.strip()}\n}}"
        else:
            yield from _rule(prelude, body)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces of the outer level, and what within."""
    depth, start, opened = 0, 0, 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at]
                start = at + 1


def _bound(found: re.Match[str]) -> str:
    number = float(found[2])
    return f"(min-width: {number}rem)" if found[1] == ">=" else f"(max-width: {number - 0.01}rem)"


def _rule(prelude: str, body: str) -> Iterator[str]:
    selectors = [known for each in _split(prelude, ",") for known in _selectors(each)]
    if not selectors:
        return
    parted = [line.partition(":") for line in _split(body, ";")]
    written = [(name.strip(), value.strip()) for name, _colon, value in parted]
    last = dict(written)
    gap = last.get("gap") if "flex" in last.get("display", "") else None
    lines = [
        line
        for name, value in written
        if not (gap and name == "gap")
        for line in _declarations(name, value)
    ]
    yield ",\n".join(selectors) + " {\n" + "\n".join(lines) + "\n}"
    if gap:
        # Only grids have gaps there.
        side = "top" if last.get("flex-direction") == "column" else "left"
        beside = ",\n".join(f"{each} > * + *" for each in selectors)
        yield f"{beside} {{\nmargin-{side}: {_split(gap, ' ')[-1]};\n}}"


def _selectors(selector: str) -> list[str]:
    """The same without what browsers came to know later; none where it cannot be said."""
    if ":has(" in selector:
        return []
    selector = selector.replace(":focus-visible", ":focus")
    selector = re.sub(
        r":not\(([^()]*,[^()]*)\)",
        lambda found: "".join(f":not({each.strip()})" for each in found[1].split(",")),
        selector,
    )
    parts = re.split(r":(?:is|where)\(([^()]*)\)", selector)
    choices = [
        [each.strip().replace("*", "") for each in part.split(",")] if at % 2 else [part]
        for at, part in enumerate(parts)
    ]
    return ["".join(made) for made in product(*choices)]


def _declarations(name: str, value: str) -> list[str]:
    if name == "inset":
        values = _split(value, " ")
        top, right = values[0], values[1 % len(values)]
        bottom = values[2] if len(values) > 2 else top
        left = values[3] if len(values) > 3 else right
        sides = (top, right, bottom, left)
        return [f"{side}: {each};" for side, each in zip(SIDES, sides, strict=True)]
    if name in ("translate", "rotate"):
        inside = ", ".join(_split(value, " "))
        return ["transform: none;" if value == "none" else f"transform: {name}({inside});"]
    box, _dash, direction = name.partition("-")
    if direction in PAIRS:
        values = [value] if box == "border" else _split(value, " ")
        return [
            f"{box}-{side}: {each};"
            for side, each in zip(PAIRS[direction], (values[0], values[-1]), strict=True)
        ]
    return [f"{name}: {value.replace('dvh', 'vh')};"]


def _split(text: str, sign: str) -> list[str]:
    """At a sign that stands outside of brackets and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, each in enumerate(text):
        if each == '"':
            quoted = not quoted
        elif each in "([":
            depth += 1
        elif each in ")]":
            depth -= 1
        elif each == sign and not depth and not quoted:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]
