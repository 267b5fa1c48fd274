"""What people did in a business's product, event by event, and which identifiers belong to one person."""
