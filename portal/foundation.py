"""What apps add to a new installation. They register in `AppConfig.ready`; `set_up` and the demo
call each after the front page stands. Each must be safe to run again."""

from collections.abc import Callable

from wagtail.models import Page

Step = Callable[[Page], object]
_steps: dict[str, Step] = {}


def register_foundation(name: str, step: Step) -> None:
    """`step(front_page)` makes what its app lacks and leaves the rest as it is."""
    _steps[name] = step


def lay_foundations_of_apps(front_page: Page) -> None:
    for step in _steps.values():
        step(front_page)
