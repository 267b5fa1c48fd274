"""Opportunities (leads) of a business from its own files, and the conversions that people report."""
