"""``make messages``: what there is to translate, from the source to the translators' files; and what they wrote, compiled.

Runs on the Python of ``.venv``, since it reads with Babel.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "atrium" / "locale"
TEMPLATE = LOCALES / "atrium.pot"
LANGUAGES = ["de", "fr", "es", "pl", "ar"]
_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "t": None,
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
        lacking = len([1 for each in written if each.id and not _is_said(each.string)])
        print(f"{language}: {len(written)} messages, {lacking} without a translation")


def compile_all() -> None:
    """Write the compiled form of each catalog that is newer than its own."""
    for language in LANGUAGES:
        path = _catalog(language)
        compiled = path.with_suffix(".mo")
        if path.exists() and not (
            compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime
        ):
            with compiled.open("wb") as file:
                write_mo(file, _read(path, language))


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


def _is_said(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return all(string) if string else False


if __name__ == "__main__":
    compile_all() if sys.argv[1:] == ["compile"] else gather()
