"""What lists read: one row for each public article and each section above it, by date.

A list page walks one index from its key, so page 1,000 costs what page 1 costs, and the tree is
not asked. `home.services.refresh_listing` keeps the rows right.
"""

from django.db import models
from wagtail.models import Page

from home.models.articles import ArticlePage


class ArticleListing(models.Model):
    section = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="listings")
    date = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "article"], name="listing_once")]
        indexes = [models.Index(fields=["section", "-date", "-article"], name="listing_by_date")]

    def __str__(self) -> str:
        return f"{self.section_id} · {self.article_id} · {self.date:%d/%m/%Y}"
