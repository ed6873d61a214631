"""What Babel is told about our templates: their sentences, by the same walk that puts translations in."""

from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from atrium.foundation.sentences.rewriting import rewrite
from atrium.foundation.sentences.sentence import Sentence

type Found = tuple[int, str, str | tuple[str, str], list[str]]


def html(
    file: BinaryIO, keywords: Mapping[str, object], tags: Collection[str], options: object
) -> Iterator[Found]:
    """The sentences of an HTML template, as Babel wants them of an extractor."""
    return found(file.read().decode(), html_source=True)


def text(
    file: BinaryIO, keywords: Mapping[str, object], tags: Collection[str], options: object
) -> Iterator[Found]:
    """The sentences of a plain template, such as a mail's."""
    return found(file.read().decode(), html_source=False)


def found(source: str, *, html_source: bool) -> Iterator[Found]:
    """Line, keyword, message and comments of each sentence of a template."""
    for sentence in sentences(source, html_source=html_source):
        line = source.count("\n", 0, sentence.at) + 1
        if sentence.plural:
            yield line, "ngettext", (sentence.message, sentence.plural), []
        else:
            yield line, "gettext", sentence.message, []


def sentences(source: str, *, html_source: bool = True) -> list[Sentence]:
    """The sentences of a template, in the order in which they are met."""
    met: list[Sentence] = []

    def meet(sentence: Sentence) -> None:
        met.append(sentence)

    rewrite(source, meet, html_source=html_source)
    return met
