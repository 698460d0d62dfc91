"""The tests that a change can reach, nearest first: for the loop between two edits.

A test module is reached where it imports a changed module, over however many others; where it
names an address whose view does so (an address in a test is a string, so views are not imported);
where a `conftest.py` above it does so; and where such a module renders a changed template. Of a
module that nothing imports, since Django loads it by name, all tests of its app are meant. Without
a change in the working tree the last commit is what changed; `BASE=main~3` compares with another.

The nearest few hundred tests are run, the farther ones are counted: `FAR=1` runs them too. What
stands outside of all this (settings, styles, the lock) is CI's, which runs every test.
"""

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import django
import grimp
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("portal", "home", "campaigns", "beautiful_city", "school_intranet", "tests")
TEMPLATES = "templates/"
FAR_AWAY = 99
ENOUGH = 300
"""Test functions, about a minute on two cores."""


def git(*arguments: str) -> list[str]:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in run.stdout.split("\0") if name]


def changed_files(base: str = "") -> list[str]:
    # A renamed file counts under both names.
    names = ("diff", "-z", "--name-only", "--no-renames")
    found = git(*names, base or "HEAD")
    found += git("ls-files", "-z", "--others", "--exclude-standard")
    return found if found or base else git(*names, "HEAD~1")


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def source_of(module: str) -> str:
    path = ROOT / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return file.read_text()


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str, str]]:
    """Of every view: its module, the name and the last fixed part of its address."""
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            module = getattr(view, "view_class", view).__module__
            fixed = [part for part in re.split(r"[/^$]|<[^>]*>", route) if len(part) > 2]
            yield module, pattern.name or "", fixed[-1] if fixed else ""


def templates_with(names: Iterable[str]) -> set[str]:
    """These templates, and whatever extends or includes them."""
    reached, fresh = set(), set(names)
    sources = {
        path.relative_to(ROOT / TEMPLATES).as_posix(): path.read_text()
        for path in (ROOT / TEMPLATES).rglob("*.html")
    }
    while fresh:
        reached |= fresh
        fresh = {
            name for name, source in sources.items() if any(f'"{old}"' in source for old in fresh)
        } - reached
    return reached


class Reach:
    """Who is reached by a change in what: modules by modules."""

    def __init__(self) -> None:
        self.graph = grimp.build_graph(*PACKAGES, cache_dir=str(ROOT / "var" / "import-graph"))
        self.tests = {
            module: source_of(module)
            for module in self.graph.modules
            if module.rsplit(".", 1)[-1].startswith("test_")
        }
        self.by_address: dict[str, set[str]] = defaultdict(set)
        # Some are resolved by a page of their own, not from the root.
        tables = {name for name in self.graph.modules if name.endswith("urls")}
        found = chain.from_iterable(addresses(get_resolver(table)) for table in sorted(tables))
        for view, name, part in found:
            for test, source in self.tests.items():
                # Parts such as `sua/` stand in addresses of each app.
                own = part and test.split(".")[1] == view.split(".")[0] and part in source
                if own or (name and f'"{name}"' in source):
                    self.by_address[view].add(test)

    def modules_rendering(self, templates: set[str]) -> set[str]:
        # A view may name the end of the path alone, a page its class: `portal_page.html`.
        words = {f'"{end}' for name in templates for end in (name, name.partition("/")[2]) if end}
        words = {f'{word}"' for word in words}
        return {
            module
            for module in self.graph.modules
            if module not in self.tests and any(word in source_of(module) for word in words)
        }

    def _below(self, module: str) -> set[str]:
        folder, _, name = module.rpartition(".")
        if name != "conftest":
            return set()
        return {test for test in self.tests if test.startswith(f"{folder}.")}

    def distances(self, changed: set[str]) -> dict[str, int]:
        """Of each test module that is reached, over how many others at least."""
        found: dict[str, int] = {}
        step, fresh = 0, changed & self.graph.modules
        seen = set(fresh)
        while fresh:
            for module in fresh:
                if module in self.tests:
                    found.setdefault(module, step)
            following = set()
            for module in fresh:
                following |= self.graph.find_modules_that_directly_import(module)
                following |= self.by_address.get(module, set()) | self._below(module)
            fresh = following - seen
            seen |= fresh
            step += 1
        return found

    def by_name(self, changed: set[str]) -> dict[str, int]:
        """What Django loads by name (middleware, receivers, commands, migrations) nobody imports:
        of such a module the tests of its app, after all others."""
        apps = {module.split(".")[0] for module in changed if not self.distances({module})}
        return {test: FAR_AWAY for test in self.tests if test.split(".")[1] in apps}


def near(modules: list[str], sources: dict[str, str]) -> list[str]:
    """The first of them, with `ENOUGH` tests in all; at least one."""
    chosen, count = [], 0
    for module in modules:
        if chosen and count >= ENOUGH:
            break
        chosen.append(module)
        count += sources[module].count("def test_")
    return chosen


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    files = changed_files(os.environ.get("BASE", ""))
    reach = Reach()
    changed = {module_of(file) for file in files if file.endswith(".py")}
    templates = {file.removeprefix(TEMPLATES) for file in files if file.startswith(TEMPLATES)}
    if templates:
        changed |= reach.modules_rendering(templates_with(templates))
    found = reach.by_name(changed) | reach.distances(changed)
    # First those that bear a changed module's name.
    names = {f"test_{module.rpartition('.')[2]}" for module in changed} | changed
    named = {test for test in found if test.rpartition(".")[2] in names or test in names}
    ordered = sorted(found, key=lambda test: (test not in named, found[test], test))
    nearest = ordered if os.environ.get("FAR") else near(ordered, reach.tests)
    print(f"{len(files)} changed files reach {len(ordered)} of {len(reach.tests)} test modules.")
    if len(nearest) < len(ordered):
        print(f"The nearest {len(nearest)} of them are run; FAR=1 runs all.")
    if not nearest:
        return 0
    paths = [f"{module.replace('.', '/')}.py" for module in nearest]
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-m", "not browser"]
    if len(paths) > 1:
        run += ["-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "load", "--maxfail", "10"]
    code = subprocess.run([*run, *paths], cwd=ROOT, check=False).returncode
    # Every test may have been one of the browser's.
    return 0 if code == 5 else code


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
