"""Asking for an address, and looking at the answer as a stranger would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.kinds import UnitKind
from portal.models import Unit, User
from school_intranet.models import AccessLog, SchoolOwned, SentForm
from school_intranet.models.files import HOLDERS
from school_intranet.readers import staff_of
from tests.school_intranet.isolation.addresses import Route
from tests.school_intranet.isolation.conftest import CANARY, SHELL, World
from tests.school_intranet.isolation.filling import PAGES, Filler

ROOT = "/dieu-hanh-noi-bo/"
# Of one answer and no other; their length does not depend on what was asked for.
OF_EACH_ANSWER = frozenset({"date", "set-cookie", "content-security-policy"})


def content_of(answer: HttpResponseBase) -> bytes:
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else bytes(answer.content)  # type: ignore[attr-defined]


def tells(answer: HttpResponseBase, *words: str) -> bool:
    """Whether one of the words, or any of B's, is in the body, a header or a cookie."""
    headers = str(list(answer.headers.items())) + str(answer.cookies)
    told = content_of(answer).decode(errors="ignore").lower() + headers.lower()
    return any(word in told for word in words or (CANARY, SHELL))


def shape(answer: HttpResponseBase) -> tuple[Any, ...]:
    """What a stranger can see of an answer without reading it."""
    headers = {
        name.lower(): value
        for name, value in answer.headers.items()
        if name.lower() not in OF_EACH_ANSWER
    }
    return answer.status_code, len(content_of(answer)), tuple(sorted(headers.items()))


def asked(client: Client, method: str, address: str) -> tuple[HttpResponseBase, int]:
    """The answer and the number of its statements."""
    with CaptureQueriesContext(connection) as counted:
        answer = client.generic(method, address)
    return answer, len(counted)


def still_in(client: Client, world: World, actor: str) -> Client:
    """Some addresses sign out, which takes the cookie away; the crawl goes on signed in."""
    signed_in = world.people[actor] is None or client.cookies[settings.SESSION_COOKIE_NAME].value
    return client if signed_in else world.client(actor)


def keys_for(route: Route, key: int) -> list[int]:
    """One key leads to everything of a school but its files, of which there are several."""
    if "{key}" not in route.template:
        return [0]
    several = "tep/" in route.template
    return list(range(key, key + len(HOLDERS))) if several else [key]


def snapshot(filler: Filler) -> dict[str, Any]:
    """Every row of the school, as it is stored. Its access log may grow: what the office looks at
    is written there. Sent forms are each person's own."""
    found = {}
    for model in apps.get_app_config("school_intranet").get_models():
        if model in (AccessLog, SentForm, *PAGES):
            continue
        rows = model._base_manager.all()
        if issubclass(model, SchoolOwned):
            rows = rows.filter(school=filler.school)
        found[model.__name__] = sorted(rows.values_list(), key=str)
    return found


def forms_of(content: bytes, address: str, keys: list[int]) -> Iterable[tuple[str, dict[str, Any]]]:
    """Where each form of a page leads to, with keys of B in all that is chosen and words in all
    that is written. What signs out is left alone."""
    for form in BeautifulSoup(content, "html.parser").find_all("form", method="post"):
        fields = {str(field.get("name")): field for field in form.select("[name]")}
        for button in form.select("[formaction]") or [form]:
            target = str(button.get("formaction") or form.get("action") or address)
            if target.startswith(ROOT):
                for key in keys:
                    yield target, {name: _filled(field, key) for name, field in fields.items()}


def _filled(field: Any, key: int) -> Any:
    if field.name == "select" or field.get("type") in ("checkbox", "radio"):
        return str(key)
    if field.get("type") == "hidden":
        return field.get("value", str(key))
    return "30/05/2030" if field.get("placeholder") == "ngày/tháng/năm" else "mẫu"


def strangers_in(school: Unit, *, known: set[int]) -> list[str]:
    """Relations of the school's rows that lead out of it: to rows, people, groups of another.
    `known` are keys of people who may stand there though they do not work in the school."""
    staff = {user.pk for user in staff_of(school)} | known
    found = []
    for model in apps.get_app_config("school_intranet").get_models():
        if not issubclass(model, SchoolOwned):
            continue
        for row in model._base_manager.filter(school=school):
            found += [
                f"{model.__name__}.{field.name}"
                for field in model._meta.concrete_fields
                if isinstance(field, models.ForeignKey)
                and not _belongs(getattr(row, field.name), school, staff)
            ]
            found += [
                f"{model.__name__}.{field.name}"
                for field in model._meta.many_to_many
                for related in getattr(row, field.name).all()
                if not _belongs(related, school, staff)
            ]
    return found


def _belongs(related: Any, school: Unit, staff: set[int]) -> bool:
    if isinstance(related, User):
        return related.pk in staff
    if isinstance(related, Unit):
        group = related.kind == UnitKind.SUBJECT_GROUP and related.parent_id == school.pk
        return related.pk == school.pk or group
    return not isinstance(related, SchoolOwned) or related.school_id == school.pk
