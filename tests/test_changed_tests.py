"""Which tests a change can reach."""

import pytest

from scripts.changed_tests import ENOUGH, Reach, module_of, near, templates_with


@pytest.fixture(scope="module")
def reach() -> Reach:
    return Reach()


@pytest.mark.parametrize(
    ("path", "module"),
    [("portal/text.py", "portal.text"), ("portal/models/__init__.py", "portal.models")],
)
def test_a_path_is_a_module(path: str, module: str) -> None:
    assert module_of(path) == module


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("portal.text", "tests.portal.test_text"),
        ("tests.portal.test_text", "tests.portal.test_text"),
        # No test imports this view: one names its address.
        ("school_intranet.views.incoming", "tests.school_intranet.test_incoming"),
        # And what only a view imports.
        ("school_intranet.forms.search", "tests.school_intranet.test_search"),
        # By way of the fixtures.
        ("beautiful_city.registry", "tests.beautiful_city.test_open311"),
    ],
)
def test_what_a_change_reaches(reach: Reach, changed: str, test: str) -> None:
    assert test in reach.distances({changed})


def test_what_a_change_does_not_reach(reach: Reach) -> None:
    found = reach.distances({"school_intranet.views.incoming"})
    assert "tests.portal.test_text" not in found
    assert not any(name.startswith("tests.campaigns.") for name in found)
    assert reach.distances({"portal.no_such_module"}) == {}


def test_what_django_loads_by_name_reaches_the_tests_of_its_app(reach: Reach) -> None:
    found = reach.by_name({"portal.csp"})
    assert "tests.portal.test_text" in found
    assert not any(name.startswith("tests.campaigns.") for name in found)
    assert reach.by_name({"portal.text"}) == {}


def test_the_nearest_come_first(reach: Reach) -> None:
    found = reach.distances({"portal.text"})
    assert found["tests.portal.test_text"] == min(found.values())


def test_a_template_reaches_what_renders_it_and_what_includes_it(reach: Reach) -> None:
    assert "school_intranet/incoming.html" in templates_with({"school_intranet/base.html"})
    rendering = reach.modules_rendering({"school_intranet/incoming.html"})
    assert "school_intranet.views.incoming" in rendering


def test_enough_is_enough() -> None:
    sources = dict.fromkeys("abc", "def test_" * ENOUGH)
    assert near(["a", "b", "c"], sources) == ["a"]
    assert near([], sources) == []
