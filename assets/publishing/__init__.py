"""From the build database to what everybody reads: candidate, gate, published."""
