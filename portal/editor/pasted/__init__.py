"""What is pasted from Word, from Excel or from a web page, taken apart into blocks of a body.

`inline` and `lists` ← `tables` ← `blocks`. Everything is rebuilt from its text and a few marks that
mean something; no tag, class or style of the source comes through.
"""

from portal.editor.pasted.blocks import Pasted, read_pasted, take_apart

__all__ = ["Pasted", "read_pasted", "take_apart"]
