"""C12: what invoices come to, against examples that others have published."""

from __future__ import annotations

import random
from decimal import Decimal

from atrium.billing.reckoning import Priced, reckon, rounded, shares, tax_of, to_step


def of(*rows: tuple[str, int, str], **options: object) -> tuple[int, int, int]:
    """Net, tax and total of lines given as quantity, price and rate."""
    lines = [Priced(Decimal(q), price, percent=Decimal(rate)) for q, price, rate in rows]
    sums = reckon(lines, **options)  # type: ignore[arg-type]
    return sums.net, sums.tax, sums.total


def test_c12_eu_the_base_example_of_peppol_bis_billing_3() -> None:
    """Peppol BIS Billing 3.0, base-example.xml: 7 x 400, -3 x 500 and a charge of 25, taxed at 25 %."""
    rows = [("7", 40_000, "25"), ("-3", 50_000, "25"), ("1", 2_500, "25")]
    assert of(*rows) == (132_500, 33_125, 165_625)


def test_c12_germany_two_rates_as_in_zugferd_einfach() -> None:
    """FeRD, ZUGFeRD 2 example EN16931_Einfach: 20 x 9.90 at 19 % and 50 x 5.50 at 7 % are 529.87."""
    rows = [("20", 990, "19"), ("50", 550, "7")]
    assert of(*rows) == (47_300, 5_687, 52_987)
    lines = [Priced(Decimal(q), price, percent=Decimal(rate)) for q, price, rate in rows]
    assert [(one.percent, one.net, one.tax) for one in reckon(lines).by_rate] == [
        (Decimal(19), 19_800, 3_762),
        (Decimal(7), 27_500, 1_925),
    ]


def test_c12_japan_a_fraction_is_dropped_once_per_rate() -> None:
    """National Tax Agency, Q&A on the qualified invoice system (fractions of tax): 2,164 and 2,815 yen.

    Tax reckoned on each line would be another sum, which the system does not accept.
    """
    rows = [("167", 83, "8"), ("197", 67, "8"), ("57", 77, "10"), ("57", 417, "10")]
    assert of(*rows, mode="down") == (27_060 + 28_158, 2_164 + 2_815, 60_197)
    by_line = of(*rows, mode="down", rounding="line")
    assert by_line[1] == 1_108 + 1_055 + 438 + 2_376 != 2_164 + 2_815


def test_c12_united_kingdom_tax_by_lines_and_rounded_down_in_total() -> None:
    """HMRC, VAT Notice 700, 17.5: 86.76p on a line is 87p; the total may be rounded down to a whole penny."""
    assert rounded(Decimal("86.76")) == 87
    rows = [("1", 1_23, "20"), ("1", 1_23, "20"), ("1", 1_23, "20")]
    assert of(*rows, rounding="line") == (369, 75, 444)
    assert of(*rows) == (369, 74, 443)
    assert of(("1", 1_29, "20"), mode="down")[1] == 25


def test_c12_switzerland_sweden_and_others_round_what_is_paid_to_coins() -> None:
    """Swiss Federal Mint: prices in cash end on 5 rappen, up to 2 down and from 3 up.

    Sweden, act 1970:1029: to a whole krona, 50 öre upwards. Australia, RBA: to 5 cents.
    """
    assert [to_step(n, 5) for n in (1002, 1003, 1007, 1008)] == [1000, 1005, 1005, 1010]
    assert [to_step(n, 100) for n in (1049, 1050)] == [1000, 1100]
    sums = reckon([Priced(Decimal(1), 10_003, percent=Decimal("8.1"))], step=5)
    assert (sums.net, sums.tax, sums.adjustment, sums.total) == (10_003, 810, 2, 10_815)


def test_c12_switzerland_and_the_emirates_round_on_the_line_or_in_total() -> None:
    """Worked examples of two publishers, and a statute that allows both.

    Switzerland: banana.ch, "Rundung der Mehrwertsteuer auf der Rechnung": 187.50 and 875.00 at 7.7 %
    are 14.44 + 67.38 = 81.82 by line, 81.81 in total. Emirates: developer.wafeq.com, "Calculations and
    rounding": 45.30 at 5 % and 33.45 at 10 % are 5.62, 84.37 in all. Australia, GST Act 1999, 9-90: the
    supplier chooses between the two, half a cent upwards.
    """
    swiss = [("1", 18_750, "7.7"), ("1", 87_500, "7.7")]
    assert of(*swiss, rounding="line") == (106_250, 8_182, 114_432)
    assert of(*swiss) == (106_250, 8_181, 114_431)
    assert of(("1", 4_530, "5"), ("1", 3_345, "10"), rounding="line") == (7_875, 562, 8_437)
    assert of(("1", 5, "10")) == (5, 1, 6)


def test_c12_prices_with_tax_give_it_up_and_add_to_what_was_asked() -> None:
    """EU directive 2006/112/EC, article 73: the tax is a part of the price; 119.00 hold 19.00 at 19 %."""
    assert of(("1", 11_900, "19"), inclusive=True) == (10_000, 1_900, 11_900)
    assert tax_of(100, Decimal(10), inclusive=True, mode="down") == 9
    assert of(("3", 3_33, "20"), inclusive=True) == (832, 167, 999)
    assert rounded(Decimal("-0.5")) == -1 == -rounded(Decimal("0.5"))


def test_c12_sums_agree_however_an_invoice_is_reckoned() -> None:
    """EN 16931 BR-CO-10, -13, -14, -15: lines add up to net, rates to tax, both and the rounding to total."""
    draw = random.Random(7)  # noqa: S311 - the same story each time
    for _ in range(300):
        lines = [
            Priced(
                Decimal(draw.randint(-500, 5000)) / 100,
                draw.randint(-9999, 99999),
                Decimal(draw.choice([0, 5, 12.5])),
                Decimal(draw.choice(["0", "7", "8.1", "20", "25.5"])),
            )
            for _ in range(draw.randint(1, 9))
        ]
        inclusive, step = draw.random() < 0.5, draw.choice([1, 5, 100])
        mode, rounding = draw.choice(["half", "down", "up"]), draw.choice(["line", "total"])
        sums = reckon(lines, inclusive=inclusive, rounding=rounding, mode=mode, step=step)
        assert sums.net + sums.tax + sums.adjustment == sums.total
        assert sum(one.net for one in sums.by_rate) == sums.net
        assert sum(one.tax for one in sums.by_rate) == sums.tax
        assert sum(sums.amounts) == (sums.net + sums.tax if inclusive else sums.net)
        assert sums.total % step == 0
        parts = shares(sums.total, [draw.randint(1, 9) for _ in range(4)])
        assert sum(parts) == sums.total
