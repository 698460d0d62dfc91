"""A part of a page that is rendered once, for as long as the public site does not change."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from portal.kept import kept

register = template.Library()


class KeepNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.keys = keys

    def render(self, context: Context) -> SafeString:
        keys = tuple(key.resolve(context) for key in self.keys)
        return kept(("part", self.name, *keys), lambda: self.nodelist.render(context))


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """`{% keep name key… %}…{% endkeep %}`: what stands within, rendered once for each set of keys.

    It must depend on the keys alone, never on who asks or on the address, and the number of keys
    must have a bound.
    """
    _tag, name, *keys = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, name, [parser.compile_filter(key) for key in keys])
