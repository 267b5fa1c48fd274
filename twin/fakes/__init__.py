"""Faithful fakes of the platforms' APIs on 127.0.0.1: what they answer, refuse, limit and get wrong."""
