"""Wagtail's two indexes, which each save and each delete keeps in step: where a thing is used, and
what the editor's search finds. Few tests ask them, and they took a third of making a page, so they
are off unless a test takes `indexes`."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.models.signals import post_delete, post_migrate, post_save
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


def stop_indexes() -> None:
    # Wagtail begins again after each `migrate`.
    post_migrate.disconnect(connect_reference_index_signal_handlers)
    disconnect_reference_index_signal_handlers()
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)


@contextmanager
def indexed() -> Iterator[None]:
    """Saves and deletes keep both in step."""
    connect_reference_index_signal_handlers()
    register_signal_handlers()
    try:
        yield
    finally:
        stop_indexes()


@pytest.fixture
def indexes() -> Iterator[None]:
    """For the modules that work in the editor: where nothing is indexed, nothing is found that must
    not be."""
    with indexed():
        yield
