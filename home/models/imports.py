"""Which file of the old portal became which article, so that an import can be run again."""

from django.db import models

from home.models.articles import ArticlePage


class ImportedArticle(models.Model):
    """A file is known by its name, and by its content wherever it lies."""

    file_name = models.CharField(max_length=255, unique=True)
    content_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the file, in hex."""
    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="imported")
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.file_name
