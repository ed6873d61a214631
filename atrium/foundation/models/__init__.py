from atrium.foundation.models.bucket import Bucket

__all__ = ["Bucket"]
