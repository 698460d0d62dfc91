"""Kept for one revision, and no longer."""

import threading

import pytest
from django.db import connection, transaction
from django.template import Context, Template

from portal import kept as kept_module
from portal import revision
from portal.kept import kept


def test_made_once_for_a_revision_and_key() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("")
        return f"giá trị {len(made)}"

    assert kept("a", make) == "giá trị 1"
    assert kept("a", make) == "giá trị 1"
    assert kept("b", make) == "giá trị 2"
    revision._write()
    assert kept("a", make) == "giá trị 3"


def test_what_is_made_while_another_publishes_is_not_kept_beyond() -> None:
    def make() -> str:
        revision._write()
        return "cũ"

    assert kept("a", make) == "cũ"
    assert kept("a", lambda: "mới") == "mới"


def test_it_ends_by_itself_too(monkeypatch) -> None:
    monkeypatch.setattr(kept_module, "KEPT_SECONDS", -1)
    revision._write()
    assert kept("a", lambda: 1) == 1
    assert kept("a", lambda: 2) == 2


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_reads_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # what conftest says of tests
    with transaction.atomic():
        assert kept("a", lambda: "rồi bị hủy") == "rồi bị hủy"
        transaction.set_rollback(True)
    assert kept("a", lambda: "thật") == "thật"
    with transaction.atomic():
        # What was read before it may be given.
        assert kept("a", lambda: "khác") == "thật"
    assert not connection.in_atomic_block


def test_the_transactions_of_a_test_are_none_of_these(db: None) -> None:
    assert kept("a", lambda: 1) == 1
    assert kept("a", lambda: 2) == 1
    with transaction.atomic():
        assert kept("b", lambda: 1) == 1
    assert kept("b", lambda: 2) == 2


def test_threads_share_it() -> None:
    kept("a", lambda: "một")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(kept("a", lambda: "hai")))
    thread.start()
    thread.join()
    assert found == ["một"]


def test_a_part_of_a_template_is_rendered_once_for_its_keys() -> None:
    template = Template(
        "{% load portal_kept %}{% keep row card.pk %}{{ card.title }}{% endkeep %}|{{ card.title }}"
    )

    def render(pk: int, title: str) -> str:
        return template.render(Context({"card": {"pk": pk, "title": title}}))

    assert render(1, "<Tin>") == "&lt;Tin&gt;|&lt;Tin&gt;"
    assert render(1, "Khác") == "&lt;Tin&gt;|Khác"
    assert render(2, "Khác") == "Khác|Khác"
    revision._write()
    assert render(1, "Khác") == "Khác|Khác"
