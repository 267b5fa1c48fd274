"""The command line `almanac`: every command is a thin wrapper over a Dagster job or a read of the
published marts."""
