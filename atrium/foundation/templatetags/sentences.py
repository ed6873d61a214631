"""What a translated template says of a number: the form its language has for it."""

from typing import override

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

from atrium.foundation.said import within
from atrium.foundation.sentences.catalog import catalog

register = template.Library()


@register.filter(name="within")
def inside(label: object, sort: str = "") -> str:
    """A label as it stands in a sentence; ``within:"noun"`` where it is one."""
    return within(str(label), noun=sort == "noun")


class Counted(template.Node):
    """The forms of a sentence, of which one is drawn."""

    child_nodelists = ("nodelist",)

    def __init__(self, number: FilterExpression, forms: list[NodeList]) -> None:
        self.number = number
        self.forms = forms
        self.nodelist = NodeList(node for form in forms for node in form)

    @override
    def render(self, context: Context) -> str:
        words = catalog()
        form = (
            words.form(_number(self.number.resolve(context, ignore_failures=True))) if words else 0
        )
        return self.forms[min(form, len(self.forms) - 1)].render(context)


@register.tag
def counted(parser: Parser, token: Token) -> Counted:
    """``{% counted sum.clients %}ein Kunde{% form %}{{ sum.clients }} Kunden{% endcounted %}``.

    The loader writes it where a sentence uses ``pluralize``; templates in English have no need of it.
    """
    number = parser.compile_filter(token.split_contents()[1])
    forms = []
    while True:
        forms.append(parser.parse(("form", "endcounted")))
        if parser.next_token().contents == "endcounted":
            return Counted(number, forms)


def _number(value: object) -> float:
    """A count as ``pluralize`` understands it: a number, its digits, or how many things are listed."""
    try:
        return float(value)  # type: ignore[arg-type]  # what is no number falls to the next line
    except (TypeError, ValueError):
        try:
            return len(value)  # type: ignore[arg-type]  # what has no length is none
        except TypeError:
            return 0
