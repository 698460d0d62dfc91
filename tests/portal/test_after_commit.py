"""What follows a change does not undo the answer to it, and tells nobody whom it was about."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from portal.after_commit import after_commit


def fail(*args: object, **kwargs: object) -> None:
    raise OSError("0912345678 at /home/ai/anh.jpg")


@pytest.mark.django_db
@pytest.mark.parametrize("function", [fail, partial(fail)])
def test_a_failure_is_logged_by_its_kind_alone(
    function: Any, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []
    with django_capture_on_commit_callbacks(execute=True):
        after_commit(function, "0987654321", key="ai@example.vn")
        after_commit(done.append, 1)
    assert done == [1], "what was to follow is done all the same"
    assert "OSError" in caplog.text
    for secret in ("0912345678", "/home/ai", "0987654321", "ai@example.vn"):
        assert secret not in caplog.text
