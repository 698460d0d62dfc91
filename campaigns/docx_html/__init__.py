"""A Word file as HTML, in a process of its own: `python -m campaigns.docx_html SECONDS MEGABYTES`.

`styles` ← `formulas` ← `shown` ← `convert` ← `__main__`. Neither Django nor the database is loaded
here; `campaigns.word` starts the process and goes on with what it wrote.
"""
