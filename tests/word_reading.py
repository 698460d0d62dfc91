"""Word files read without a process for each, which costs a third of a second."""

from io import BytesIO
from typing import IO

import pytest
from mammoth.docx import office_xml
from mammoth.docx.relationships_xml import Relationships

from campaigns.docx_html.convert import convert
from campaigns.word import converting


@pytest.fixture
def word_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code here; `tests/campaigns/test_word.py` runs it as the portal does."""

    def here(module: str, *, given: IO[bytes], seconds: int, megabytes: int) -> IO[bytes]:
        out = BytesIO()
        convert(given, out)
        return out

    # What `convert` puts its own in the place of.
    monkeypatch.setattr(office_xml, "parse_xml", office_xml.parse_xml)
    find = Relationships.find_target_by_relationship_id
    monkeypatch.setattr(Relationships, "find_target_by_relationship_id", find)
    monkeypatch.setattr(converting, "run_limited", here)
