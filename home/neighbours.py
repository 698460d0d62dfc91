"""The articles before and after one in its section.

Written in SQL: the comparison of pairs walks the listing's index, and Django takes ten times as
long to put the like of it together as a database takes to answer it.
"""

from datetime import datetime

from django.db import connection

from home.cards import Crumb
from portal.site_tree import page_url

STEP = """\
SELECT {way}, page.title, page.url_path
FROM (
    SELECT article_id FROM home_articlelisting
    WHERE section_id = %s AND (date, article_id) {than} (%s, %s)
    ORDER BY date {order}, article_id {order} LIMIT 1
) AS step JOIN wagtailcore_page AS page ON page.id = step.article_id
"""
BOTH = " UNION ALL ".join(
    (
        STEP.format(way=0, than="<", order="DESC"),
        STEP.format(way=1, than=">", order="ASC"),
    )
)


def neighbours(*, section: int, date: datetime, article: int) -> tuple[Crumb | None, Crumb | None]:
    """The next older and the next newer, None where there is none. One statement."""
    place = [section, connection.ops.adapt_datetimefield_value(date), article]
    with connection.cursor() as cursor:
        cursor.execute(BOTH, place * 2)
        found = {way: Crumb(title, page_url(path)) for way, title, path in cursor.fetchall()}
    return found.get(0), found.get(1)
