"""Which client a row of a file became is the one that stays."""

from atrium.clients.merge_rules import moves_all

moves_all("imports.importrow")
