"""How often pages were viewed. `portal.views_count` is what writes and reads them."""

from django.db import models
from wagtail.models import Page


class PageViews(models.Model):
    """The number of views of a page, those of the old portal among them."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="view_record"
    )
    total = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.total}"


class ViewHit(models.Model):
    """The last view of one page by one visitor that counted.

    `visitor` is a keyed hash of the day (see `portal.views_count`); `pending` is the number of
    views that are not in `PageViews.total` yet. The row goes half an hour after the view.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", db_index=False)
    visitor = models.CharField(max_length=32)
    counted_at = models.DateTimeField(db_index=True)
    pending = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "visitor"], name="viewhit_visitor_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.counted_at:%d/%m/%Y %H:%M}"
