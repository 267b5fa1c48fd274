"""Statistics as plain functions: numbers in, numbers out. Knows no Dagster, no file, no mart and no clock."""
