"""The check that refuses unscoped querysets in views."""

import pytest

from school_intranet.checks import bare_querysets, views_are_scoped


@pytest.mark.parametrize(
    "source",
    [
        "Task.objects.all()",
        "Task.objects.filter(pk=1)",
        "rows = Task.objects",
        "get_object_or_404(Task.objects, pk=1)",
        "Task._default_manager.get(pk=1)",
    ],
)
def test_a_bare_queryset_is_found(source: str) -> None:
    assert list(bare_querysets(source)) == [1]


@pytest.mark.parametrize(
    "source", ["Task.objects.visible_to(reader).open()", "get_or_404(Task.objects, reader, pk)"]
)
def test_a_scoped_one_passes(source: str) -> None:
    assert list(bare_querysets(source)) == []


def test_the_views_pass() -> None:
    assert list(views_are_scoped(None)) == []
