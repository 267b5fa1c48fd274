"""Marts that need statistics which SQL cannot do portably, added to the candidate before it is judged."""
