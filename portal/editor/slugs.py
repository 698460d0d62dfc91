"""The address that the browser makes from a title while it is typed.

Wagtail's own way drops đ and the letters with two marks: "chuyển đổi" would become "chuyn-dji".
"""

from wagtail.admin.widgets import SlugInput

_BASES = "aeiouyd"
_LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậ",
    "èéẻẽẹêềếểễệ",
    "ìíỉĩị",
    "òóỏõọôồốổỗộơờớởỡợ",
    "ùúủũụưừứửữự",
    "ỳýỷỹỵ",
    "đ",
)


def formatters() -> list[tuple[str, str]]:
    """Pairs of a regular expression and what to put in its place, for the browser."""
    marks = "[\u0300-\u036f]"
    letters = [
        (f"[{group}{group.upper()}]", base) for group, base in zip(_LETTERS, _BASES, strict=True)
    ]
    return [*letters, (marks, "")]


class VietnameseSlugInput(SlugInput):
    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, formatters=formatters())
