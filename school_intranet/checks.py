"""The rule of this app as a Django system check: views never ask for rows of all schools."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

HERE = Path(__file__).parent
# Views of the education office, which belongs to no school, ask selectors of their own.
OFFICE = HERE / "views" / "office"
ALLOWED = "visible_to"


def bare_querysets(source: str) -> Iterator[int]:
    """The lines on which a manager is asked for anything but `visible_to`, or handed to something
    that is not known to narrow it (`get_or_404` does)."""
    tree = ast.parse(source)
    narrowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == ALLOWED
    } | {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "get_or_404"
        and node.args
    }
    for node in ast.walk(tree):
        is_manager = isinstance(node, ast.Attribute) and node.attr in (
            "objects",
            "_default_manager",
            "_base_manager",
        )
        if is_manager and id(node) not in narrowed:
            yield node.lineno  # type: ignore[attr-defined]


@register()
def views_are_scoped(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    return [
        Error(
            f"{path.relative_to(HERE.parent)}:{line} asks for rows without `visible_to(reader)`.",
            id="school_intranet.E001",
        )
        for path in sorted((HERE / "views").rglob("*.py"))
        if OFFICE not in path.parents
        for line in bare_querysets(path.read_text(encoding="utf-8"))
    ]
