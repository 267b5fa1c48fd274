"""Instagram's professional accounts, read through Meta's Graph API."""
