"""What customers paid, from a business's own files, and by which rates currencies are exchanged."""
