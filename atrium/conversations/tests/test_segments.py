"""How long an SMS is, by the rules of 3GPP TS 23.038, and the same in the browser (R17)."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from atrium.conversations.sms.segments import BASIC, EXTENSION, PLAINER, TABLE, counted, plainer

SCRIPT = Path(__file__).parents[3] / "frontend/js/sms-count.js"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("GSM-7", 0, 0, 160)),
        ("a" * 160, ("GSM-7", 160, 1, 0)),
        ("a" * 161, ("GSM-7", 161, 2, 145)),
        ("a" * 306, ("GSM-7", 306, 2, 0)),
        ("€" * 80, ("GSM-7", 160, 1, 0)),
        # The sign of two septets does not fit behind 152 of 153 and opens the next segment.
        ("a" * 152 + "€" + "a" * 10, ("GSM-7", 164, 2, 141)),
        ("ж" * 70, ("UCS-2", 70, 1, 0)),
        ("ж" * 71, ("UCS-2", 71, 2, 63)),
        ("😀" * 35, ("UCS-2", 70, 1, 0)),
        # 33 of two units are 66 of 67; the next is not split.
        ("😀" * 36, ("UCS-2", 72, 2, 61)),
        ("It\N{RIGHT SINGLE QUOTATION MARK}s", ("UCS-2", 4, 1, 66)),
    ],
)
def test_r17_septets_units_and_segments(text: str, expected: tuple[str, int, int, int]) -> None:
    found = counted(text)
    assert (found.encoding, found.units, found.segments, found.left) == expected


def test_r17_the_alphabet_is_whole_and_plain_signs_stand_in_it() -> None:
    assert (len(BASIC), len(set(BASIC)), len(EXTENSION)) == (127, 127, 10)
    assert not set(BASIC) & set(EXTENSION)
    assert counted(plainer("".join(PLAINER))).encoding == "GSM-7"
    assert counted("“Yes” – ж").forcing == ("“", "”", "–", "ж")


def test_r17_the_browser_counts_the_same() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("not run: no node here to count as the browser does")
    draw = random.Random(7)  # noqa: S311 - the same texts each time, for no secret
    signs = [*BASIC, *EXTENSION, *PLAINER, "ж", "é", "😀", "🇸🇪"]
    texts = [
        "".join(draw.choices(signs if turn % 2 else BASIC + EXTENSION, k=draw.randrange(400)))
        for turn in range(200)
    ]
    script = (
        f"import {{ counted, plainer }} from {json.dumps(SCRIPT.as_uri())};"
        "import fs from 'node:fs';"
        "const { texts, table } = JSON.parse(fs.readFileSync(0));"
        "console.log(JSON.stringify(texts.map((t) => [counted(t, table), plainer(t, table)])));"
    )
    run = subprocess.run(
        [node, "--input-type=module", "-e", script],
        input=json.dumps({"texts": texts, "table": TABLE}),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(run.stdout)
    ours = [[asdict(counted(text)), plainer(text)] for text in texts]
    assert theirs == json.loads(json.dumps(ours))
