"""The ground floor, where data lives: home folder, configuration, landing, inbox, build database,
publishing. Knows no source and no asset."""
