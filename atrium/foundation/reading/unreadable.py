"""The one error of reading files."""


class Unreadable(ValueError):
    """A file that cannot be read as a table; the message is a sentence for the person who sent it and says what to do."""
