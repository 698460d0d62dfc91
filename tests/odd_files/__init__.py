"""Files as people really send them: odd, and mostly sound. Each is made by script.

`pictures`, `word` and `excel` make them; `test_odd_files` holds what becomes of each, and
`scripts/compare_odd_files.py` sets that beside what Chromium and LibreOffice make of it.
"""
