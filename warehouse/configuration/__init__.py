"""almanac.yaml as typed, validated models: reading, checking, and saying everything that is wrong at once."""
