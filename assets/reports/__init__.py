"""The weekly report: an HTML file and its text twin for each business. Tests nothing itself."""
