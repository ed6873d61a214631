"""Payment providers: what one is to Atrium (`provider`), and those there are."""
