"""J11: sentences are found in templates, told to translators, and put back in each language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import override

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template, engines
from django.utils import translation

from atrium.foundation.sentences import loader
from atrium.foundation.sentences.catalog import Catalog
from atrium.foundation.sentences.extracting import sentences
from atrium.foundation.sentences.pieces import pieces
from atrium.foundation.sentences.rewriting import rewrite
from atrium.foundation.sentences.sentence import Sentence, misfits
from atrium.foundation.templatetags import sentences as counting

APPS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for path in APPS.glob("*/templates/**/*")
    if path.suffix in {".html", ".txt"} and "styleguide" not in path.parts
)


def _said(source: str, *, html: bool = True) -> list[str]:
    return [each.message for each in sentences(source, html_source=html)]


def _loud(sentence: Sentence) -> str:
    return sentence.filled(sentence.message.upper().replace("{NAME}", "{name}"))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>Nothing here</p>", ["Nothing here"]),
        ("<p>\n  Nothing\n  here\n</p>", ["Nothing here"]),
        ("<p>{{ client.name|upper }} is on hold</p>", ["{client.name} is on hold"]),
        ("<p>See <a href='{% url \"x\" %}'>the list</a>.</p>", ["See <1>the list</1>."]),
        ("<b>Nobody</b><span>Ask others</span>", ["Nobody", "Ask others"]),
        ("<p>Press <kbd>Enter</kbd> to send</p>", ["Press <1/> to send"]),
        ("<p>{% if a %}Yes{% else %}No{% endif %}</p>", ["Yes", "No"]),
        ("{% icon 'x' 16 %}Call<span class='sr'>: {{ why }}</span>", ["Call<1>: {why}</1>"]),
        ('<p title="Say no">{{ a }} · {{ b }}</p>', ["Say no"]),
        (
            "<p>{{ a.day|date }} to {{ b.day }} to {{ a.day|time }}</p>",
            ["{a.day} to {b.day} to {a.day_2}"],
        ),
        ('<c-empty title="None" text="Add one." :box="1" />', ["None", "Add one."]),
        (
            '<form data-hx-confirm="Remove {{ n|default:"it" }}?|Remove">',
            ["it", "Remove {n}?", "Remove"],
        ),
        ('{% chip "On hold" "warn" "pause" %}', ["On hold"]),
        ('{% firstof x.error "Change the view" %}', ["Change the view"]),
        ('{{ who|default:"Nobody" }}{{ url|default:"/accounts/" }}', ["Nobody"]),
        ('{{ on|yesno:"In use,Not in use" }}{{ on|yesno:"true,false" }}', ["In use", "Not in use"]),
        ('{% include "x.html" with label="Save" form=form only %}', ["Save"]),
        ("<script>const a = 'Words';</script><style>p {}</style><!-- No -->{# No #}", []),
        ('<p translate="no">Atrium <b>stays</b></p><code>print</code>', []),
        ('<meta name="description" content="One page"><meta name="x" content="a b">', ["One page"]),
        ("<p>10 &nbsp; 20</p>", []),
    ],
)
def test_what_is_said_in_a_template(source: str, said: list[str]) -> None:
    assert sorted(set(_said(source))) == sorted(said)


def test_each_line_of_a_plain_template_is_a_sentence() -> None:
    assert _said("Hello {{ name }},\n\nwelcome here.\n", html=False) == [
        "Hello {name},",
        "welcome here.",
    ]


@pytest.mark.parametrize(
    ("source", "new"),
    [
        ("<p>\n  on <b>hold</b>\n</p>", "<p>\n  ON <b>HOLD</b>\n</p>"),
        ("<p>{{ name|upper }} waits</p>", "<p>{{ name|upper }} WAITS</p>"),
        (
            '<a class="x" title="two {{ name }}">one</a>',
            '<a class="x" title="TWO {{ name }}">ONE</a>',
        ),
        ('{% chip "open" "warn" %}', '{% chip "OPEN" "warn" %}'),
    ],
)
def test_translations_take_the_place_of_sentences(source: str, new: str) -> None:
    assert rewrite(source, _loud) == new


def test_a_counted_sentence_has_two_forms() -> None:
    [sentence] = sentences('<p>{{ n }} entr{{ n|pluralize:"y,ies" }} left</p>')
    assert (sentence.message, sentence.plural) == ("{n} entry left", "{n} entries left")
    assert (
        sentence.counted(["{n} Eintrag", "{n} Einträge"])
        == "{% counted n %}{{ n }} Eintrag{% form %}{{ n }} Einträge{% endcounted %}"
    )


def test_a_translation_brings_no_html_of_its_own() -> None:
    [sentence] = sentences("<p>Salt</p>")
    assert sentence.filled("Salz & 'Pfeffer' &amp; <b>") == "Salz &amp; 'Pfeffer' &amp; &lt;b&gt;"
    [titled] = sentences('<p title="Salt"></p>')
    assert titled.filled('"Salz"') == "&quot;Salz&quot;"
    [given] = sentences('<c-empty title="Salt" />')
    assert given.filled('"Salz"') == "”Salz”"


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("{a} of {b}", "{a}"),
        ("{a}", "{a} {c}"),
        ("See <1>it</1>", "Sieh es"),
        ("See <1>it</1>", "Sieh </1>es<1>"),
        ("See <1>it</1>", "Sieh <1>es"),
        ("<1>a</1> <2>b</2> c", "<1>a <2>b</1></2> c"),
        ("Fine", "<b>Fein</b>"),
        ("Fine", "{{ settings }}"),
    ],
)
def test_a_translation_with_other_marks_is_refused(message: str, translation: str) -> None:
    assert misfits(message, translation)
    assert not misfits(message, message)


def test_templates_stay_as_they_are_where_nothing_is_translated() -> None:
    assert len(TEMPLATES) > 600
    for path in TEMPLATES:
        source = path.read_text()
        html = path.suffix == ".html"
        assert "".join(piece.raw for piece in pieces(source, html=html)) == source, path
        assert rewrite(source, lambda _sentence: None, html_source=html) == source, path


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which everything that is translated stands in brackets."""
    monkeypatch.setattr(loader, "catalog", lambda *_: Brackets())
    monkeypatch.setattr(counting, "catalog", lambda *_: Brackets())
    with translation.override("eo"):
        yield


class Brackets(Catalog):
    """Says each sentence in brackets, and counts as English does."""

    def __init__(self) -> None:
        """Without a file of its own."""

    @override
    def form(self, number: float) -> int:
        return int(number != 1)

    @override
    def said(self, sentence: Sentence) -> str:
        if sentence.plural:
            return sentence.counted([f"⟦{sentence.message}⟧", f"⟦{sentence.plural}⟧"])
        return sentence.filled(f"⟦{sentence.message}⟧")


@pytest.mark.usefixtures("pseudo")
def test_every_template_compiles_with_translations_put_in() -> None:
    engine = engines["django"]
    for path in TEMPLATES:
        name = str(path).partition("/templates/")[2]
        engine.get_template(name)


@pytest.mark.usefixtures("pseudo")
def test_a_translated_template_says_the_form_of_each_number() -> None:
    source = "<p>{{ n }} client{{ n|pluralize }}{{ m|pluralize }}</p>"
    template = Template(rewrite(source, Brackets().said))
    assert [template.render(Context({"n": n, "m": 1})) for n in (1, "2", [3], 0)] == [
        "<p>⟦1 client⟧</p>",
        "<p>⟦2 clients⟧</p>",
        "<p>⟦[3] client⟧</p>",
        "<p>⟦0 clients⟧</p>",
    ]


def test_every_sentence_written_back_is_what_it_was() -> None:
    for path in TEMPLATES:
        source = path.read_text()
        for sentence in sentences(source, html_source=path.suffix == ".html"):
            written = sentence.filled(sentence.message)
            assert not misfits(sentence.message, sentence.message), (path, sentence.message)
            if not sentence.counts:
                assert _bare(written) in _bare(source), (path, sentence.message)


def _bare(text: str) -> str:
    """Without white space and the characters that are written in several ways."""
    for one, other in (
        ("&#x27;", "'"),
        ("&quot;", '"'),
        ("”", '"'),
        ("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    ):
        text = text.replace(one, other)
    return "".join(text.split())


CATALOGS = sorted((APPS / "locale").glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parents[1].name)
def test_translations_have_the_marks_of_their_messages(path: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parents[1].name)
    wrong = {
        (original, translation): fault
        for message in catalog
        if message.id
        for original, translation, may_lack in _pairs(message.id, message.string)
        if translation and (fault := misfits(original, translation, may_lack=may_lack))
    }
    assert wrong == {}


def _pairs(original: object, translation: object) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each translation with what it stands for; a form of a counted sentence may leave a number out."""
    if isinstance(original, str):
        return [(original, str(translation or ""), ())]
    assert isinstance(original, tuple | list)
    assert isinstance(translation, tuple | list)
    many = str(original[1])
    return [(many, str(each or ""), tuple(re.findall(r"{[^{}]+}", many))) for each in translation]
