"""The queue behind ``django.tasks``: crash-safe, in the database, on both engines; knows no domain."""
