"""Who the client of a row is: a company, a company with a person, or an individual."""

from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext_lazy
from atrium.imports.reading.person import is_company, split_name, unpack
from atrium.imports.reading.row import Row

_COMPANIES = ("compan", "business", "organi", "firma", "b2b", "entreprise", "empresa")
_NOBODY = gettext_lazy(
    "Nothing in this row names a client. Fill in a name, a company or an e-mail address."
)


def name_the_client(
    row: Row, parts: dict[str, tuple[str, bool]], *, has_company_column: bool
) -> None:
    """Set name, kind, company and person of the row from the cells that name someone (text, packed)."""
    texts = {target: text for target, (text, _) in parts.items()}
    row.company = texts.get("company", "")
    row.title = texts.get("title", "")
    given = " ".join(filter(None, (texts.get("given", ""), texts.get("middle", ""))))
    family = texts.get("family", "")
    if texts.get("suffix"):
        family = f"{family}, {texts['suffix']}" if family else texts["suffix"]
    row.given, row.family = given, family
    if not row.person:
        _take_person(
            row,
            texts.get("contact", "") or texts.get("full_name", ""),
            packed=parts.get("full_name", ("", False))[1],
        )
    name = texts.get("name", "")
    if name:
        _take_name(
            row,
            name,
            packed=parts["name"][1],
            kind=texts.get("kind", ""),
            has_company_column=has_company_column,
        )
    row.kind = _kind(row, texts.get("kind", ""))
    row.name = row.company if row.kind == "company" and row.company else row.person or row.company
    if not row.name:
        _name_by_another(row)


def _take_person(row: Row, text: str, *, packed: bool) -> None:
    if not text:
        return
    apart = unpack(text) if packed and not row.company else None
    if apart:
        text, row.company = apart
    person = split_name(text)
    row.title = row.title or person.title
    row.given, row.family = person.given, person.family


def _take_name(row: Row, name: str, *, packed: bool, kind: str, has_company_column: bool) -> None:
    if row.person:
        if not row.company and not _same_person(name, row):
            row.company = name
        return
    if row.company:
        if fold(name) != fold(row.company):
            _take_person(row, name, packed=False)
        return
    apart = unpack(name) if packed else None
    if apart:
        _take_person(row, apart[0], packed=False)
        row.company = apart[1]
    elif not has_company_column and (is_company(name) or kind.casefold().startswith(_COMPANIES)):
        row.company = name
    else:
        _take_person(row, name, packed=False)


def _same_person(name: str, row: Row) -> bool:
    words = sorted(fold(name).replace(",", " ").replace(".", " ").split())
    person = sorted(fold(row.person).replace(",", " ").replace(".", " ").split())
    return words == person or set(person) <= set(words) <= set(person) | set(
        fold(row.title).replace(".", " ").split()
    )


def _kind(row: Row, text: str) -> str:
    if text:
        return "company" if text.casefold().startswith(_COMPANIES) else "individual"
    return "company" if row.company else "individual"


def _name_by_another(row: Row) -> None:
    """Fall back on what else can name a client, so that a row with an address only is not thrown away."""
    if row.legal_name:
        row.name = row.company = row.legal_name
        row.kind = "company"
    elif row.nickname:
        row.name = row.given = row.nickname
    elif row.emails:
        row.name = row.emails[0].address
    elif row.phones:
        row.name = row.phones[0].raw
    else:
        row.failed = _NOBODY
