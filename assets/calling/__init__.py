"""Calls to platforms over HTTP, as all clients make them: retries, rate budgets, tokens, paging. Knows no platform."""
