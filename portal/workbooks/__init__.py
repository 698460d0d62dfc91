"""An Excel file from outside, read with nothing of it trusted, at a cost that its size bounds.

`refusals`, `values` ← `sheet` ← `book` ← `columns`. Each part that is needed is streamed once, with
counted bounds; openpyxl is asked for what dates, formats and addresses of cells mean. Its own
readers are not used on files from outside: read-only mode too looks through every sheet that is
named, makes objects of all strings, styles and validated ranges (12 seconds and 262 MB for a small
file), and gives up at a date in the file's properties.
"""

from portal.workbooks.book import MAX_BYTES, Table, read_table
from portal.workbooks.columns import ColumnsMissing, find_columns
from portal.workbooks.refusals import SENTENCES, FileRefused
from portal.workbooks.sheet import MAX_ROWS

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "SENTENCES",
    "ColumnsMissing",
    "FileRefused",
    "Table",
    "find_columns",
    "read_table",
]
