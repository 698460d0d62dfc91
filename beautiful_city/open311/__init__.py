"""Open311 GeoReport v2: reports for other systems, as https://wiki.open311.org/GeoReport_v2 has it.

Order of dependence: `problems` ← `answers`, `questions`, `records`. Only what is public goes out,
and no way to reach anybody. Services are the categories of "chưa đẹp": what is beautiful asks
nothing of a city, so it is no service request.
"""
