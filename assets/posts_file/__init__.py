"""Social posts of a business from its own files, published or scheduled, with the metrics it has for them."""
