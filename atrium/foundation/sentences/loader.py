"""Templates are loaded in the language of who reads, and compiled once for each language in use."""

from pathlib import Path
from typing import override

from django.conf import settings
from django.template import Origin
from django.template.loaders import cached
from django.utils.translation import get_language
from django_cotton.cotton_loader import Loader as CottonLoader

from atrium.foundation.sentences.catalog import catalog
from atrium.foundation.sentences.rewriting import rewrite

OURS = Path(settings.BASE_DIR) / "atrium"


class Loader(CottonLoader):  # type: ignore[misc]  # cotton has no annotations
    """Cotton's, for which the sentences of our templates are put into the reader's language before."""

    @override
    def get_contents(self, origin: Origin) -> str:
        # What is made of it is kept by the loader around this one, by language; Cotton's own keeping would not.
        source = translated(self._get_template_string(origin.name), Path(origin.name))
        if "<c-" in source or "{% cotton:verbatim" in source:
            source = self.cotton_compiler.process(source)
        return source


class ByLanguage(cached.Loader):
    """Keeps compiled templates for each language apart."""

    @override
    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        key = super().cache_key(template_name, skip)
        language = get_language()
        return key if catalog(language) is None else f"{language} {key}"


def translated(source: str, path: Path) -> str:
    """The source of a template in the language of who reads now."""
    words = catalog()
    if words is None or not path.is_relative_to(OURS):
        return source
    return rewrite(source, words.said, html_source=path.suffix == ".html")
