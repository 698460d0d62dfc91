"""The checks of this project's conventions find a breach, and pass what is right."""

import pytest

from portal import checks
from portal.checks import destructive_operations
from portal.roles import ROLE_FACTS, Role

DROPS = "class M:\n    operations = [migrations.RemoveField('a', 'b')]\n"


def test_a_migration_that_drops_needs_a_sign_off() -> None:
    assert destructive_operations(DROPS) == {"RemoveField"}
    assert (
        destructive_operations("# destructive: the field was never shown, agreed\n" + DROPS)
        == set()
    )
    assert destructive_operations("x = [migrations.AddField('a', 'b')]") == set()


def test_this_project_passes() -> None:
    assert not list(checks.page_types_stand_on_base_page(None))
    assert not list(checks.destructive_migrations_are_signed_off(None))


def test_a_role_without_facts_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(checks.every_role_has_its_facts(None))
    monkeypatch.delitem(ROLE_FACTS, Role.CLERK)
    [error] = checks.every_role_has_its_facts(None)
    assert "CLERK" in error.msg
