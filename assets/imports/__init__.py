"""Files of any other shape, mapped to our fields under `imports` in almanac.yaml."""
