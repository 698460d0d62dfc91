"""Where people begin once they have signed in: at `/viec/`, or where an app says that all their
work is. The portal knows no app that stands on it, so each registers its place from `ready()`."""

from collections.abc import Callable

from portal.models import User

WORK = "work_inbox"
_places: dict[str, Callable[[User], bool]] = {}


def register_beginning(url_name: str, works_there: Callable[[User], bool]) -> None:
    """`works_there(user)` says whether all that this person does is there. Registering a place
    again replaces it."""
    _places[url_name] = works_there


def beginning_of(user: User) -> str:
    """The name of the address."""
    return next((name for name, works_there in _places.items() if works_there(user)), WORK)
