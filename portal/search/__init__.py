"""The public search over `portal.models.SearchEntry`.

`terms` ← `candidates` ← `selectors`, which read; `registry` ← `places`, `services`, which write;
`tasks` ← `receivers`, which listens to Wagtail; `highlights` marks hits. Apps register what they
give in `registry` and, for objects that are no pages, call `services` themselves.
"""
