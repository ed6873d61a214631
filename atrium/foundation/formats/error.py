"""The one error all formats raise."""


class FormatError(ValueError):
    """A value that cannot be read; the message is a sentence for the person who typed it and says how to mend it."""
