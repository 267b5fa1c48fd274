"""What the published marts say, as sentences with evidence: JSON files. Computes no statistics."""
