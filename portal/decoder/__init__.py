"""What works on a picture that came from outside, in a process of its own.

`portal.decoder.process` starts `python -m portal.decoder`. Nothing here may import Django or know a
model: the process begins in a tenth of a second, holds no password, and its end harms nobody.
Order of dependence: `refusals`, `leftovers`, `limits` ← `containers` ← `opening`, `exif`, `colours`
← `encoding`, `pictures` ← `jobs`.
"""
