"""What is dear to make, and what a module's tests begin with, is made once for the module.

A fixture of the module's scope that takes `module_rows` stores its rows within a transaction around
the module; each test has a savepoint of its own in it. Objects would carry what one test did to
them into the next, so a test takes a copy:

    @pytest.fixture(scope="module")
    def world_of_module(module_rows: MakeRows) -> World:
        return module_rows(make_world)

    @pytest.fixture
    def world(world_of_module: World, db: None) -> World:
        return deepcopy(world_of_module)

The other tests of the module find those rows too, in whatever order they come. Not for a module
that has tests with real transactions.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.clock import BEGAN
from tests.indexes import indexed

T = TypeVar("T")
MakeRows = Callable[[Callable[[], T]], T]

# Each test begins at the same moment: what it finds must not come from later.
BEFORE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def module_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[MakeRows]:
    """`module_rows(make)` gives what `make()` returns, made a minute ago, with all indexes on."""

    def rows(make: Callable[[], T]) -> T:
        with time_machine.travel(BEGAN - BEFORE), indexed():
            return make()

    with django_db_blocker.unblock():
        around = transaction.atomic()
        # As Django marks the transactions of its tests.
        around._from_testcase = True
        around.__enter__()
        yield rows
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
