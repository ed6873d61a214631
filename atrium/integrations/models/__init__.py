from atrium.integrations.models.token import Token

__all__ = ["Token"]
