"""``make messages``: what there is to translate, from the source to the translators' files; and what they wrote, compiled.

Runs on the Python of ``.venv``, since it reads with Babel.
"""

import io
import json
import sys
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "atrium" / "locale"
TEMPLATE = LOCALES / "atrium.pot"
LANGUAGES = ["de", "fr", "es", "pl", "ar"]
# What scripts say, a file for each language; collected and named by its content like every static file.
WORDS = ROOT / "atrium" / "static_build" / "words"
# The forms of larger numbers repeat those of the last hundred, in every language that is offered.
_FORMS_OF = 200
_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "t": None,
    "nt": (1, 2),
}
_SENTENCES = "atrium.foundation.sentences.extracting"
_METHODS = [
    ("atrium/demo/**", "ignore"),
    ("atrium/**/tests/**", "ignore"),
    ("atrium/**/migrations/**", "ignore"),
    ("atrium/**/templates/styleguide/**", "ignore"),
    ("atrium/**/templates/**.html", f"{_SENTENCES}:html"),
    ("atrium/**/templates/**.txt", f"{_SENTENCES}:text"),
    ("atrium/**.py", "python"),
    ("frontend/js/**.js", "javascript"),
]
# They change without a change of words, and would make two translators' work collide.
_RESTLESS = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:', '"Last-Translator:')


def gather() -> None:
    """Write the template of catalogs, and bring every catalog up to it."""
    template = _extracted()
    _write(template, TEMPLATE)
    for language in LANGUAGES:
        path = _catalog(language)
        written = _read(path, language) if path.exists() else Catalog(locale=language)
        written.update(template, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(written, path)
        # Babel takes one whose plural is new for doubtful, and would leave it out in silence.
        lacking = len(
            [1 for each in written if each.id and (each.fuzzy or not _is_said(each.string))]
        )
        print(f"{language}: {len(written)} messages, {lacking} without a translation")


def compile_all() -> None:
    """Write the compiled form of each catalog that is newer than its own."""
    for language in LANGUAGES:
        path = _catalog(language)
        compiled = path.with_suffix(".mo")
        if path.exists() and not (
            compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime
        ):
            catalog = _read(path, language)
            # Forms without words would be compiled, and say nothing instead of English.
            for lacking in [each for each in catalog if each.id and not _is_said(each.string)]:
                catalog.delete(lacking.id, lacking.context)
            with compiled.open("wb") as file:
                write_mo(file, catalog)


def words_of_scripts() -> None:
    """Write what scripts say in each language, where the front end is built."""
    WORDS.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        catalog = _read(_catalog(language), language)
        form = c2py(catalog.plural_expr)
        said = {
            _first(message.id): message.string
            for message in catalog
            if message.id
            and _is_said(message.string)
            and any(name.startswith("frontend/") for name, _ in message.locations)
        }
        told = {"words": said, "forms": [form(number) for number in range(_FORMS_OF)]}
        (WORDS / f"{language}.json").write_text(
            json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        )


def _extracted() -> Catalog:
    sys.path.insert(0, str(ROOT))
    catalog = Catalog(project="Atrium", charset="utf-8", fuzzy=False, header_comment="# Atrium")
    for name, line, message, context in _found():
        catalog.add(message, locations=[(name, line)], context=context)
    return catalog


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    for folder in ("atrium", "frontend"):
        for name, line, message, _, context in extract_from_dir(
            ROOT / folder,
            method_map=[
                (pattern.removeprefix(f"{folder}/"), method) for pattern, method in _METHODS
            ],
            keywords=_KEYWORDS,
        ):
            yield f"{folder}/{name}", line, message, context


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)


def _write(catalog: Catalog, path: Path) -> None:
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, width=110, include_lineno=False, ignore_obsolete=True, sort_by_file=True
    )
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(_RESTLESS)))


def _catalog(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def _first(words: str | list[str] | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]


def _is_said(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return all(string) if string else False


if __name__ == "__main__":
    deeds = {"compile": compile_all, "scripts": words_of_scripts}
    deeds.get("".join(sys.argv[1:]), gather)()
