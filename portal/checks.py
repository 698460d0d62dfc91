"""This project's conventions as Django system checks, so that `manage.py check` fails where one is
broken."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from portal.pages import BasePage
from portal.roles import ROLE_FACTS, Role

SIGNED_OFF = "# destructive: "
DESTRUCTIVE = frozenset({"DeleteModel", "RemoveField", "RenameModel", "RenameField"})


def _own_apps() -> Iterator[AppConfig]:
    root = Path(settings.BASE_DIR)
    for config in apps.get_app_configs():
        path = Path(config.path)
        if path.parent == root:
            yield config


@register()
def page_types_stand_on_base_page(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """Else a page type would miss the narrowing of rights to units."""
    own = {config.label for config in _own_apps()}
    return [
        Error(f"{model.__name__} is not a portal.pages.BasePage.", obj=model, id="portal.E001")
        for model in get_page_models()
        if model._meta.app_label in own and not issubclass(model, BasePage)
    ]


@register()
def every_role_has_its_facts(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    return [
        Error(f"The role {role.name} has no line in ROLE_FACTS.", id="portal.E002")
        for role in Role
        if role not in ROLE_FACTS
    ]


@register()
def destructive_migrations_are_signed_off(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """A migration that drops or renames needs a comment `# destructive: why, and who agreed`."""
    return [
        Error(
            f"{path.name} of {config.label} drops or renames ({', '.join(sorted(found))}) without "
            f"a comment “{SIGNED_OFF}…”.",
            id="portal.E003",
        )
        for config in _own_apps()
        for path in sorted(Path(config.path, "migrations").glob("[0-9]*.py"))
        if (found := destructive_operations(path.read_text()))
    ]


def destructive_operations(source: str) -> set[str]:
    """The names of destructive operations in a migration's source, none where it is signed off."""
    if SIGNED_OFF in source:
        return set()
    return {
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in DESTRUCTIVE
    }
