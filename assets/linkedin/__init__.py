"""LinkedIn: posts, days, audience and demographics of company pages, from the Community Management API."""
