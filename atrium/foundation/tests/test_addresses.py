"""Addresses by their form are those that Django works out."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from atrium.foundation.addresses import address


def test_every_named_address_is_what_reverse_says() -> None:
    key, compared = uuid4(), 0
    for name in filter(lambda name: isinstance(name, str), get_resolver().reverse_dict):
        for args in ((), ("acme",), ("acme", 7), ("acme", key), ("acme", 7, "notes"), ("acme", 7, key)):  # fmt: skip
            try:
                expected = reverse(name, args=args)
            except NoReverseMatch:
                continue
            assert address(name, *args) == expected == address(name, *args)
            compared += 1
    assert compared > 50


@pytest.mark.parametrize("slug", ["a b", "ä/b", "", "100%", "a?b"])
def test_what_is_no_slug_is_as_reverse_says(slug: str) -> None:
    try:
        expected = reverse("client-tab", args=["acme", 7, slug])
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            address("client-tab", "acme", 7, slug)
    else:
        assert address("client-tab", "acme", 7, slug) == expected


def test_a_number_below_zero_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        address("client", "acme", -1)
