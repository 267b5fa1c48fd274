"""The roof, wiring only: definitions, jobs, schedules, policies and the command line."""
