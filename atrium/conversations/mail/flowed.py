"""Plain text whose lines were broken for the wire, with its paragraphs whole again (RFC 3676)."""

from __future__ import annotations


def unflowed(text: str, *, delsp: bool = False) -> str:
    """The paragraphs, each on one line; quoted ones begin with ``>`` as often as they were quoted."""
    done: list[tuple[int, str]] = []
    flows = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        signature = words == "-- "
        if flows and not signature and done and done[-1][0] == depth:
            done[-1] = (depth, done[-1][1] + words)
        else:
            done.append((depth, words))
        flows = words.endswith(" ") and not signature
        if flows and delsp:
            done[-1] = (done[-1][0], done[-1][1][:-1])
    return "\n".join(f"{'>' * depth} {words}" if depth else words for depth, words in done)
