"""Where the providers are, known without loading their packages."""

HOME = "https://api.stripe.com"
PAGES = "https://checkout.stripe.com"
