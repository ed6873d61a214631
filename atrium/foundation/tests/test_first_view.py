"""What a first visit has to fetch before the page is worked with."""

import gzip

import pytest

from atrium.config.environment import CHECKOUT

BUILT = CHECKOUT / "atrium" / "static_build"
LARGEST = 60 * 1024


def test_scripts_and_styles_of_the_first_view_are_small() -> None:
    files = [BUILT / "app.js", BUILT / "app.css"]
    if not all(file.exists() for file in files):
        pytest.skip("the front end is not built (make test builds it)")
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= LARGEST
