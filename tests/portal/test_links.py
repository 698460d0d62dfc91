"""Which addresses an editor may type."""

import pytest
from django.core.exceptions import ValidationError

from portal.links import validate_link


@pytest.mark.parametrize("value", ["/van-ban/", "https://example.org/a", "tel:02400000000"])
def test_allowed(value: str) -> None:
    validate_link(value)


@pytest.mark.parametrize(
    "value", ["//example.org", "/\\example.org", "javascript:alert(1)", "http://[x", "van-ban", ""]
)
def test_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_link(value)
