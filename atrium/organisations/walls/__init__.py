"""The walls around an organisation's rows. The first, the manager, stands in owned.py."""
