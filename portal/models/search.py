"""What the public search asks: one row for each page or other object that an app gives it.

`portal.search` writes and reads the rows. Beside this table the migration keeps a full-text index
that the database itself holds right: two FTS5 tables with triggers on SQLite, two generated
tsvector columns under GIN on PostgreSQL. A later migration that makes SQLite build this table anew
(any change of a column) drops the triggers and must set them again; the search tests fail if not.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from portal.models.units import Unit


class SearchEntry(models.Model):
    """`folded_title` and `folded_text` hold the terms of `portal.search.terms`, the latter those of
    title and text together; `order_key` grows with `date` and is what every search orders by."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    url = models.TextField()
    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    section = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    date = models.DateTimeField()
    order_key = models.BigIntegerField(unique=True)
    public = models.BooleanField()
    title = models.CharField(max_length=500)
    text = models.TextField()
    folded_title = models.TextField()
    folded_text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="search_entry_once")
        ]

    def __str__(self) -> str:
        return self.title
