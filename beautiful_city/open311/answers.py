"""The two formats of GeoReport v2, with the same content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse, JsonResponse

from beautiful_city.open311.problems import Problem
from portal.text import printable

JSON, XML = "json", "xml"

Record = Mapping[str, Any]
SERVICES = ("services", "service")
REQUESTS = ("service_requests", "request")
ERRORS = ("errors", "error")


def listed(
    rows: Sequence[Record], names: tuple[str, str], form: str, *, status: int = 200
) -> HttpResponse:
    """A list; `names` are the XML elements of the whole and of one."""
    if form == JSON:
        return _json(list(rows), status)
    root = ET.Element(names[0])
    for row in rows:
        _fill(ET.SubElement(root, names[1]), row)
    return _xml(root, status)


def definition(code: str, form: str) -> HttpResponse:
    """What a service asks for beyond the usual: nothing."""
    if form == JSON:
        return _json({"service_code": code, "attributes": []}, 200)
    root = ET.Element("service_definition")
    _fill(root, {"service_code": code, "attributes": None})
    return _xml(root, 200)


def refusal(problem: Problem, form: str) -> HttpResponse:
    rows = [{"code": problem.status, "description": each} for each in problem.sentences]
    return listed(rows, ERRORS, form, status=problem.status)


def _json(content: Any, status: int) -> HttpResponse:
    return JsonResponse(
        content, safe=False, status=status, json_dumps_params={"ensure_ascii": False}
    )


def _fill(element: ET.Element, row: Record) -> None:
    for name, value in row.items():
        ET.SubElement(element, name).text = _text(value)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return printable(str(value))


def _xml(root: ET.Element, status: int) -> HttpResponse:
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="text/xml; charset=utf-8", status=status)
