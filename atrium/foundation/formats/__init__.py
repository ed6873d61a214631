"""Checks and normal forms of the values people type: e-mail, phone, postcode, web address, tax ID, country, names.

Every module has `parse(text, …)`, which returns a value object or raises `FormatError` with a sentence that says how to
mend the text. Where people paste junk around a value, `mend(text, …)` first takes away what is certainly junk.
"""

from atrium.foundation.formats.error import FormatError

__all__ = ["FormatError"]
