"""Backups: one file with the database and the stored files of one moment, and the way back from it."""
