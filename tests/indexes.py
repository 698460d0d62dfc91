"""Wagtail's two indexes, which each save and each delete keeps in step: where a thing is used, and
what the editor's search finds. Few tests ask them, and they took a third of making a page, so they
are off unless a test takes `reference_index` or `search_index`."""

from collections.abc import Iterator

import pytest
from django.db.models.signals import post_delete, post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import (
    post_delete_signal_handler,
    post_save_signal_handler,
    register_signal_handlers,
)
from wagtail.signal_handlers import (
    connect_reference_index_signal_handlers,
    disconnect_reference_index_signal_handlers,
)


def stop_search_index() -> None:
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)


def stop_indexes() -> None:
    """Once, at the start of a run."""
    disconnect_reference_index_signal_handlers()
    stop_search_index()


@pytest.fixture
def reference_index() -> Iterator[None]:
    """Saves and deletes keep count of what is used where."""
    connect_reference_index_signal_handlers()
    yield
    disconnect_reference_index_signal_handlers()


@pytest.fixture
def search_index() -> Iterator[None]:
    """Saves and deletes tell the editor's search."""
    register_signal_handlers()
    yield
    stop_search_index()


@pytest.fixture
def indexes(reference_index: None, search_index: None) -> None:
    """Both, for the modules that work in the editor: where nothing is indexed, nothing is found
    that must not be."""
