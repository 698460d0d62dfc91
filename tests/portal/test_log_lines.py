"""No line of the log leads to a person."""

from __future__ import annotations

import logging
import uuid
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils.log import configure_logging

from portal.log_lines import LineFormatter

KEY, TOKEN = uuid.uuid4(), "k3Jd0-x9_QmZ2vT7bNcR1sLwYp"


def line(message: str, *args: object, error: Exception | None = None) -> str:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("a", logging.WARNING, "a.py", 1, message, args, info)
    return LineFormatter("{levelname} {message}", style="{").format(record)


def test_numbers_of_a_sending_and_addresses_are_left_out() -> None:
    assert line("Not Found: %s", f"/anh-gui/{KEY}/") == "WARNING Not Found: /anh-gui/…/"
    assert line("Not Found: /lich/%s.ics", TOKEN) == "WARNING Not Found: /lich/….ics"
    refused = line("failed", error=OSError("ai.do@example.vn: no such person"))
    assert "example.vn" not in refused
    assert "OSError: …: no such person" in refused


@pytest.mark.parametrize(
    "words",
    [
        "Not Found: /tin-tuc/le-khai-giang-nam-hoc-moi-cua-cac-truong/",
        'File "/srv/portal/uploads/publishing.py", line 62, in settle_due_photos',
        "Job sweep_files failed: TooManyFiles",
    ],
)
def test_what_helps_to_find_a_fault_stays(words: str) -> None:
    assert line(words) == f"WARNING {words}"


@pytest.mark.django_db
def test_a_refused_request_is_logged_without_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the settings have it, over the real handler."""
    out = StringIO()
    monkeypatch.setattr("sys.stderr", out)
    configure_logging("logging.config.dictConfig", settings.LOGGING)
    Client().get(f"/khong-co/{KEY}/")
    assert "Not Found: /khong-co/…/" in out.getvalue()
    assert str(KEY) not in out.getvalue()
