"""Reading files that people send: from bytes to text, to rows, to dates.

Whatever cannot be read raises `Unreadable` with a sentence.
"""
