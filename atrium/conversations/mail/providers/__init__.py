"""Mail that leaves by a provider over HTTP, by way of django-anymail, and what the provider tells."""
