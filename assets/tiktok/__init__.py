"""TikTok: posts and audience of all accounts; days and demographics of those that Business reads."""
