"""The suite. What is a plugin and imported by others too must be known before it is imported."""

import pytest

pytest.register_assert_rewrite("tests.clock", "tests.pictures", "tests.programs")
