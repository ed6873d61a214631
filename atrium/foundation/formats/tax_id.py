"""Tax and company numbers, checked by the rules of their country with python-stdnum."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from stdnum import exceptions
from stdnum.util import get_cc_module

from atrium.foundation.formats.country import name_of
from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext


class _Rules(Protocol):
    def validate(self, number: str) -> str: ...


_COMMON = ("vat", "tin", "businessid", "personalid", "ein", "itin", "ssn")
_OF_COUNTRY = {
    "AT": ("uid", "tin", "businessid"),
    "AU": ("abn", "acn", "tfn"),
    "BR": ("cnpj", "cpf"),
    "CA": ("bn", "sin"),
    "CH": ("vat", "uid"),
    "DE": ("vat", "stnr", "idnr", "handelsregisternummer"),
    "DK": ("cvr", "cpr"),
    "ES": ("nif", "cif", "dni", "nie"),
    "FR": ("tva", "siren", "siret", "nif"),
    "GB": ("vat", "utr"),
    "IN": ("gstin", "pan"),
    "IT": ("iva", "codicefiscale"),
    "NL": ("btw", "bsn"),
    "NO": ("mva", "orgnr"),
    "NZ": ("ird",),
    "PL": ("nip", "regon", "pesel"),
    "SE": ("vat", "orgnr", "personnummer"),
    "US": ("ein", "itin", "ssn", "tin", "atin"),
    "ZA": ("tin", "idnr"),
}
_SHORTEST_UNCHECKED = 4


@dataclass(frozen=True, slots=True)
class TaxId:
    """A number without spaces and dots; `scheme` is its python-stdnum name ("de.vat"), empty where nothing could check it."""

    number: str
    scheme: str
    country: str

    @property
    def checked(self) -> bool:
        """Whether a rule of the country vouches for it."""
        return bool(self.scheme)


def parse(text: str, country: str) -> TaxId:
    """Return the number by the first scheme of the country (ISO alpha-2) that vouches for it.

    A country without a known scheme keeps what is written, unchecked.
    """
    code = country.upper()
    modules = _modules(code)
    problems = []
    for scheme, module in modules:
        try:
            return TaxId(module.validate(text), scheme, code)
        except exceptions.ValidationError as problem:
            problems.append(problem)
    if modules:
        raise FormatError(_how_to_mend(text, name_of(code), problems))
    bare = "".join(text.split())
    if sum(letter.isalnum() for letter in bare) < _SHORTEST_UNCHECKED:
        message = gettext(
            "A tax ID has at least four letters or digits. Copy it from an invoice or a tax letter."
        )
        raise FormatError(message)
    return TaxId(bare, "", code)


def parse_as(scheme: str, text: str) -> TaxId:
    """Return the number checked by one named scheme of python-stdnum, such as "de.vat", "iban" or "lei"."""
    module = _module(scheme)
    if module is None:
        message = gettext("There is no check for “{scheme}”.").format(scheme=scheme)
        raise FormatError(message)
    country = scheme.split(".", 1)[0].strip("_").upper() if "." in scheme else ""
    try:
        return TaxId(module.validate(text), scheme, country)
    except exceptions.ValidationError as problem:
        raise FormatError(
            _how_to_mend(text, name_of(country) if country else gettext("this kind"), [problem])
        ) from None


def _how_to_mend(text: str, place: str, problems: list[exceptions.ValidationError]) -> str:
    if any(isinstance(problem, exceptions.InvalidChecksum) for problem in problems):
        return gettext(
            "“{text}” has a typing error: its check digit does not agree. Compare it digit by digit."
        ).format(text=text)
    if all(isinstance(problem, exceptions.InvalidLength) for problem in problems):
        return gettext(
            "“{text}” is too long or too short for a tax ID of {place}. Count its digits."
        ).format(text=text, place=place)
    return gettext(
        "“{text}” is not a tax ID of {place}. Check the country, and that no digit is missing."
    ).format(text=text, place=place)


@cache
def _modules(country: str) -> list[tuple[str, _Rules]]:
    found: dict[str, _Rules] = {}
    for name in _OF_COUNTRY.get(country, _COMMON):
        module = get_cc_module(country.lower(), name)
        if module is not None:
            found[f"{country.lower()}.{name}"] = module
    return list(found.items())


@cache
def _module(scheme: str) -> _Rules | None:
    if not all(part.isidentifier() for part in scheme.split(".")):
        return None
    try:
        module: _Rules = import_module(f"stdnum.{scheme}")
    except ModuleNotFoundError:
        return None
    return module if hasattr(module, "validate") else None
