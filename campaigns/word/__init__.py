"""A Word document as the blocks of a page, with its pictures, tables and footnotes.

`checks` ← `pictures` ← `reading`. Nothing here touches the database or the network: the file is
checked before any part of it is unpacked, pictures come out as bytes, and the service that makes a
page stores them (`campaigns.services.drafts`).
"""

from campaigns.word.checks import WordRefused, check_word
from campaigns.word.pictures import WordPicture
from campaigns.word.reading import WordDraft, read_word

__all__ = ["WordDraft", "WordPicture", "WordRefused", "check_word", "read_word"]
