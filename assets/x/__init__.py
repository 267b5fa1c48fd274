"""X (Twitter): the analytics exports that anybody can download there."""
