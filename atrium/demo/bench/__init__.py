"""``make bench``: how fast the product is, each figure beside its floor, in one run."""
