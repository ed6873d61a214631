"""What the API keeps: tokens of members."""

from atrium.foundation.personal import plain

plain("integrations.Token", "name scopes prefix key_hash")
