"""Answers are packed for who takes it, and only then."""

from __future__ import annotations

import gzip
import secrets

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from atrium.foundation.middleware.packing import Packing, packed

PAGE = b"<p>Vincent's Bakery</p>" * 200


def answered(response: HttpResponseBase, accepts: str = "br, gzip") -> HttpResponseBase:
    def view(_request: HttpRequest) -> HttpResponseBase:
        return response

    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return Packing(view).process_response(request, view(request))


@pytest.mark.parametrize("noise", [0, 1, 100])
@pytest.mark.parametrize("content", [b"", b"a", PAGE, secrets.token_bytes(100_000)])
def test_what_is_packed_comes_back(content: bytes, noise: int) -> None:
    assert gzip.decompress(packed(content, noise=noise)) == content


def test_the_same_answer_has_several_lengths() -> None:
    assert len({len(packed(PAGE, noise=100)) for _ in range(50)}) > 5


def test_a_page_is_packed_and_says_so() -> None:
    response = answered(HttpResponse(PAGE, headers={"ETag": '"7"'}))
    assert isinstance(response, HttpResponse)
    assert gzip.decompress(response.content) == PAGE
    assert response["Content-Encoding"] == "gzip"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"] == 'W/"7"'


@pytest.mark.parametrize(
    ("content", "accepts", "headers"),
    [
        (PAGE, "br", {}),
        (b"short", "gzip", {}),
        (PAGE, "gzip", {"Content-Encoding": "br"}),
        (secrets.token_bytes(5000), "gzip", {}),
    ],
)
def test_what_gains_nothing_or_may_not_stays_as_it_is(
    content: bytes, accepts: str, headers: dict[str, str]
) -> None:
    response = answered(HttpResponse(content, headers={"ETag": '"7"', **headers}), accepts)
    assert isinstance(response, HttpResponse)
    assert response.content == content
    assert response.get("Content-Encoding") == headers.get("Content-Encoding")
    assert response["ETag"] == '"7"'


def test_what_is_streamed_is_packed_as_it_goes() -> None:
    response = answered(StreamingHttpResponse([PAGE, PAGE]))
    assert isinstance(response, StreamingHttpResponse)
    assert gzip.decompress(b"".join(response)) == PAGE * 2
    assert response["Content-Encoding"] == "gzip"
