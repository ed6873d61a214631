"""Asking a provider, of SMS or of e-mail, for something over HTTP, and the four ways it can end.

An answer, or Declined where it never will be, Busy where it was certainly not taken now, and Unsure
where nobody can know: what is unsure is never sent again by itself.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping

from atrium.foundation import outbound
from atrium.foundation.translation import gettext

SECONDS = 15.0
MOST_BYTES = 200_000


class ProviderError(Exception):
    """What stood in the way, in words for people."""


class Declined(ProviderError):
    """The provider will never take it so."""


class Busy(ProviderError):
    """The provider did not take it now; the same may go well later."""


class Unsure(ProviderError):
    """The provider may have taken it: nobody heard the answer."""


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    seconds: float = SECONDS,
) -> outbound.Response:
    """One request; Busy where it certainly did not get there, else Unsure where no answer came."""
    try:
        return outbound.request(method, url, headers, body, seconds, MOST_BYTES)
    except (ConnectionRefusedError, ssl.SSLCertVerificationError) as error:
        msg = gettext("The provider cannot be reached: {error}").format(error=error)
        raise Busy(msg) from error
    except outbound.OutboundRefused as error:
        raise (Unsure if "longer than" in str(error) else Busy)(str(error)) from error
    except TimeoutError as error:
        msg = gettext("The provider did not answer in time.")
        raise Unsure(msg) from error
    except (OSError, http.client.HTTPException) as error:
        msg = gettext("The line to the provider broke: {error}").format(
            error=str(error) or type(error).__name__
        )
        raise Unsure(msg) from error
