"""HTML drawn as PDF, without a network and without a file but our own."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from PIL import ImageFile

from atrium.foundation.built import built
from atrium.foundation.errors import Refusal

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
SCHEME = "own:"
_FONTS = ("inter.woff2", "inter-central.woff2", "inter-ext.woff2")
# It tells of every rule of CSS it does not know.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Enclosed:
    """A file inside the PDF: its name, what it is, how it stands to the page, and the XMP that says so."""

    name: str
    content: bytes
    description: str
    relationship: str = "Alternative"
    xmp: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is drawn: HTML and CSS, and the pictures that they name as ``own:name``."""

    html: str
    css: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def drawn(sheet: Sheet, enclosed: Enclosed | None = None) -> bytes:
    """The PDF (PDF/A-3b). Refused, with the packages to install, where the machine cannot draw."""
    weasyprint = engine()
    known = {**_fonts(), **sheet.pictures}
    fetcher = _only_own(weasyprint, known)
    more: dict[str, Any] = {}
    if enclosed is not None:
        more["attachments"] = [_attachment(weasyprint, enclosed, fetcher)]
        known["xmp"] = enclosed.xmp.encode()
        more["xmp_metadata"] = [f"{SCHEME}xmp"] if enclosed.xmp else None
    page = weasyprint.HTML(string=sheet.html, base_url=SCHEME, url_fetcher=fetcher)
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=sheet.css, font_config=fonts, base_url=SCHEME, url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-3b", **more
    )
    return pdf


def engine() -> Any:
    """WeasyPrint, which needs libraries of the system that not every machine has."""
    try:
        import weasyprint  # noqa: PLC0415 - a machine without them starts, and prints nothing
        import weasyprint.text.fonts  # noqa: PLC0415 - as above
    except OSError as error:
        msg = f"This server cannot draw PDFs yet. Its operator installs {PACKAGES}."
        raise Refusal(msg) from error
    # It lets Pillow take torn pictures, everywhere in the process; uploads refuse them.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _only_own(weasyprint: Any, known: Mapping[str, bytes]) -> Any:
    """Hands out what we put there ourselves by its name, and refuses everything else."""

    class OnlyOwn(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or name not in known:
                msg = "a printed paper asks for nothing from outside"
                raise ValueError(msg)
            return weasyprint.urls.URLFetcherResponse(url, known[name])

    return OnlyOwn(allowed_protocols={SCHEME.rstrip(":")}, allow_redirects=False)


def _attachment(weasyprint: Any, enclosed: Enclosed, fetcher: Any) -> Any:
    return weasyprint.Attachment(
        string=enclosed.content,
        name=enclosed.name,
        description=enclosed.description,
        relationship=enclosed.relationship,
        base_url=SCHEME,
        url_fetcher=fetcher,
    )


@cache
def _fonts() -> dict[str, bytes]:
    """Our own letters, where the front end is built; the system's else."""
    found = {name: built(f"fonts/{name}") for name in _FONTS}
    return {name: path.read_bytes() for name, path in found.items() if path}
