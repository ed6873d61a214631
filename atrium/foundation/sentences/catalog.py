"""What translators wrote for one language, as templates need it."""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, c2py
from math import ceil
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, to_locale

from atrium.foundation.sentences.sentence import Sentence, misfits

# Numbers up to here show every form that the rules of any language have.
_SHOWING_ALL = 1000


class Catalog:
    """The translations of one language; its forms are counted as its catalog says."""

    def __init__(self, compiled: Path) -> None:
        with compiled.open("rb") as file:
            self._translations = GNUTranslations(file)
        rule = self._translations.info().get("plural-forms", "nplurals=2; plural=n != 1;")
        self._form: Callable[[int], int] = c2py(rule.partition("plural=")[2].rstrip("; "))
        self._examples: dict[int, int] = {}
        for number in range(_SHOWING_ALL):
            self._examples.setdefault(self._form(number), number)

    def form(self, number: float) -> int:
        return self._form(ceil(abs(number)))

    def text(self, message: str) -> str:
        """The translation of a text; the text itself where there is none."""
        return self._translations.gettext(message)

    def said(self, sentence: Sentence) -> str | None:
        """The source that stands for a sentence, or None where it is not translated, or wrongly."""
        if sentence.plural:
            return self._counted(sentence)
        translation = self._translations.gettext(sentence.message)
        if translation == sentence.message or misfits(sentence.message, translation):
            return None
        return sentence.filled(translation)

    def _counted(self, sentence: Sentence) -> str | None:
        one, many = sentence.message, sentence.plural
        forms = [
            self._translations.ngettext(one, many, self._examples[form])
            for form in sorted(self._examples)
        ]
        lacking = {sentence.count_mark}
        if set(forms) <= {one, many} or any(
            misfits(many, each, may_lack=lacking) for each in forms
        ):
            return None
        return sentence.counted(forms)


def catalog(language: str | None = None) -> Catalog | None:
    """The catalog of a language, or of who reads now; None for English, and where there is none."""
    return _read(language or get_language() or settings.LANGUAGE_CODE)


@cache
def _read(language: str) -> Catalog | None:
    for each in (language, language.partition("-")[0]):
        for folder in settings.LOCALE_PATHS:
            compiled = Path(folder) / to_locale(each) / "LC_MESSAGES" / "django.mo"
            if compiled.exists():
                return Catalog(compiled)
    return None
