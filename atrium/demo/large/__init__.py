"""One organisation as large as you like, for benchmarks and for seeing the pages full."""

from atrium.demo.large.loading import Loaded, load

__all__ = ["Loaded", "load"]
