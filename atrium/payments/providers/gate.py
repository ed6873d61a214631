"""How the SDK reaches its provider: through the one outbound gate, with errors that say what may have happened."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from typing import Any

from stripe import APIConnectionError, HTTPClient

from atrium.foundation import outbound
from atrium.foundation.translation import gettext

SECONDS = 20.0
MOST_BYTES = 2_000_000


class Broken(APIConnectionError):
    """Nobody heard an answer; the request may have got there."""

    def __init__(self, words: str) -> None:
        super().__init__(words)  # type: ignore[no-untyped-call]


class NotReached(Broken):
    """The request certainly did not get there."""


class Gate(HTTPClient):
    """An HTTP client for the SDK. It never tries again by itself: that is decided with our own row at hand."""

    name = "atrium"

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__()
        self.seconds = seconds

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """One request. Raises NotReached where it did not get there, else APIConnectionError."""
        body = post_data.encode() if isinstance(post_data, str) else post_data
        try:
            answer = outbound.request(
                method.upper(), url, dict(headers or {}), body, self.seconds, MOST_BYTES
            )
        except (ConnectionRefusedError, ssl.SSLCertVerificationError) as error:
            msg = gettext("The provider cannot be reached: {error}").format(error=error)
            raise NotReached(msg) from error
        except outbound.OutboundRefused as error:
            kind = Broken if "longer than" in str(error) else NotReached
            raise kind(str(error)) from error
        except TimeoutError as error:
            msg = gettext("The provider did not answer in time.")
            raise Broken(msg) from error
        except (OSError, http.client.HTTPException) as error:
            msg = gettext("The line to the provider broke: {error}").format(
                error=str(error) or type(error).__name__
            )
            raise Broken(msg) from error
        return answer.body.decode("utf-8", "replace"), answer.status, answer.headers

    def close(self) -> None:
        """Each request closes its own connection."""
