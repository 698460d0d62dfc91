"""Who may import whom, read from the code's syntax trees.

The table is the one of the architecture: the ground floor imports no app, apps do not import one
another, `home` may read the selectors of the public apps, and nothing at run time imports tests.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FEATURES = ("campaigns", "beautiful_city", "school_intranet", "contests", "directives")
PUBLIC_FEATURES = ("campaigns", "beautiful_city", "contests")
APPS = ("portal", "home", *FEATURES)
# The one place that may compose the apps: demo content.
COMPOSERS = ("home/demo/", "home/management/commands/load_demo.py")


def allowed(app: str, imported: str) -> bool:
    """Whether code of `app` may import the module `imported`, one of this project's own."""
    top = imported.split(".")[0]
    if top == app or top == "portal":
        return True
    if app == "home" and top in PUBLIC_FEATURES:
        return imported.split(".")[1:2] == ["selectors"]
    return False


def modules(app: str) -> Iterator[Path]:
    for path in sorted((ROOT / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from portal import x` may name a module, so each name is looked at as one.
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def breaches(app: str, source: str, name: str) -> list[str]:
    found = []
    for line, imported in imports(ast.parse(source)):
        top = imported.split(".")[0]
        if top in (*APPS, "tests") and not allowed(app, imported):
            found.append(f"{name}:{line} imports {imported}")
    return found


def nested_imports(source: str, name: str) -> list[str]:
    """Imports inside a function, which only `AppConfig.ready` may hold."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if (
            isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            and function.name != "ready"
        ):
            found += [
                f"{name}:{node.lineno} in {function.name}()"
                for node in ast.walk(function)
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]
    return found


@pytest.mark.parametrize("app", [app for app in APPS if (ROOT / app).is_dir()])
def test_import_rule(app: str) -> None:
    wrong = []
    for path in modules(app):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(COMPOSERS):
            wrong += breaches(app, path.read_text(), name)
        wrong += nested_imports(path.read_text(), name)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("app", "source", "wrong"),
    [
        ("portal", "from home.models import HomePage", True),
        ("portal", "import tests.factories", True),
        ("home", "from portal.models import Unit", False),
        ("home", "from campaigns.selectors import latest", False),
        ("home", "from campaigns.models import FeaturePage", True),
        ("home", "from school_intranet.selectors import anything", True),
        ("campaigns", "from beautiful_city import models", True),
    ],
)
def test_the_rule_catches_a_breach(app: str, source: str, wrong: bool) -> None:
    assert bool(breaches(app, source, "x.py")) is wrong


def test_a_nested_import_is_found() -> None:
    assert nested_imports("def f():\n    import os\n", "x.py")
    assert not nested_imports("class A:\n    def ready(self):\n        import os\n", "x.py")
