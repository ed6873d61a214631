"""V04: numbers and codes of cards are recognised, so that none is ever kept."""

from __future__ import annotations

import pytest

from atrium.foundation.errors import Refusal
from atrium.foundation.formats import card_number

pytestmark = pytest.mark.once

# The test numbers that the networks publish.
CARDS = (
    "4242424242424242", "4000 0025 0000 3155", "5555-5555-5555-4444", "2223003122003222", "378282246310005",
    "3782 822463 10005", "30569309025904", "6011111111111117", "3566002020360505", "6200000000000005", "4222222222222",
)  # fmt: skip
OTHERS = (
    "4242424242424241", "DE89 3704 0044 0532 0130 00", "+49 170 1234567", "2026-11-20", "1234567890123456",
    "0000000000000000", "98765432109876543210 4242", "RE-2026-0007", "1.200,50", "GB29NWBK60161331926819", "ID4242424242424242x",
    "5 bags at 12.50 and 4 at 3.20", "cvc", "call 123",
)  # fmt: skip


def test_v04_card_numbers_are_found_in_any_spelling_and_little_else_is() -> None:
    for card in CARDS:
        last = card.replace(" ", "").replace("-", "")[-4:]
        for text in (card, f"Card: {card}.", f"2026-11-20 {card} 12/30", f"<b>{card}</b>"):
            assert card_number.found(text) == [last], text
            assert last in card_number.masked(text)
            assert card_number.found(card_number.masked(text)) == []
    wide = "".join(chr(0xFF10 + int(digit)) for digit in CARDS[0])
    assert card_number.found(wide) == ["4242"]
    assert card_number.found("4242\u200b4242\u200b4242\u200b4242") == ["4242"]
    for text in OTHERS:
        assert card_number.found(text) == [], text
        assert card_number.masked(text) == text
    assert card_number.found("exp 12/30 CVC: 123") == ["code"]
    assert card_number.masked("pay 4242 4242 4242 4242 cvv 987") == "pay ••••4242 cvv •••"


def test_v04_the_field_with_a_card_number_is_named() -> None:
    card_number.refuse(reference="RE 7", reason="")
    with pytest.raises(Refusal, match=r"card number \(…4242\)") as told:
        card_number.refuse(reference="RE 7", reason="card 4242424242424242")
    assert told.value.field == "reason"
