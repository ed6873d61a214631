"""The content of the demo organisations and of benchmark organisations: pure Python, no database."""

from atrium.demo.world.bulk import bulk
from atrium.demo.world.world import SIZE, world

__all__ = ["SIZE", "bulk", "world"]
