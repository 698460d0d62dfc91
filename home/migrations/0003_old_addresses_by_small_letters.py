"""An index by which an old address is found whatever its capitals (`portal.old_addresses`); the
table is Wagtail's, so no model of ours names it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_imported_articles"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX redirect_old_path_lower ON wagtailredirects_redirect (LOWER(old_path))",
            "DROP INDEX redirect_old_path_lower",
        ),
    ]
