"""From a line of a file to a typed record: reading formats, fields, and reasons that a person understands."""
