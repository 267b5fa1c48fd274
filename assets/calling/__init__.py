"""Calls to platforms over HTTP, as all clients make them: retries, rates, tokens, pages; know no platform."""
