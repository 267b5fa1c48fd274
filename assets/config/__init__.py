"""What almanac.yaml says of the businesses, as tables for SQL: one snapshot for every version of the file."""
