from atrium.quality.models.quality_day import QualityDay

__all__ = ["QualityDay"]
