"""Reading what banks hand out: CAMT.053 statements and CSV of any layout, into lines of money.

`read(data, ...)` decides what the file is. Nothing here knows the database. Whatever cannot be read raises `Unreadable` with
a sentence.
"""
