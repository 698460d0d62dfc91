"""Ý kiến chỉ đạo: what the district's leaders write to a unit about one of its things.

Dependencies run one way: states ← models ← subjects, permissions ← services, selectors ← urging,
passing_on. `subjects` is where an app says which of its things can be written about.
"""
