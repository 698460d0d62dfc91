"""Words of a page on paper."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText
from wagtail.rich_text.rewriters import LinkRewriter

register = template.Library()

# Links within the portal lead nowhere on paper, and looking up where they lead costs a statement
# for each paragraph; addresses of others stay, and are printed.
_without_links = LinkRewriter()


@register.filter
def printed(value: RichText) -> SafeString:
    """The HTML of a paragraph without links to pages and files of the portal. No statement."""
    return mark_safe(_without_links(value.source))  # noqa: S308 - Wagtail cleaned it when saved
