"""What was changed is told in as few words as say it."""

from atrium.foundation.difference import told

LONG = "Rings in the morning, never after six. The side gate sticks: lift it, then push it open."


def test_a_change_is_told_by_what_differs() -> None:
    assert told("“Town”", "", "Bath") == "set “Town” to <b>Bath</b>"
    assert told("“Town”", "Bath", "") == "cleared “Town”, which was <b>Bath</b>"
    assert told("“Town”", "Bath", "<Wells>") == (
        "changed “Town” from <b>Bath</b> to <b>&lt;Wells&gt;</b>"
    )
    assert told("“About”", LONG, LONG.replace("never after six", "before five")) == (
        "changed “About”: Rings in the morning, <del>never after six.</del>"
        " <ins>before five.</ins> The side gate sticks: …"
    )
    assert told("“About”", LONG, "<b>" * 1000).count("&lt;b&gt;") == 80


def test_x02_what_is_told_of_long_texts_stays_short_and_inert() -> None:
    words = " ".join(f"word{n}" for n in range(200))
    assert told("“About”", words, words.replace("word100", "<script>")) == (
        "changed “About”: … word96 word97 word98 word99 <del>word100</del>"
        " <ins>&lt;script&gt;</ins> word101 word102 word103 word104 …"
    )
