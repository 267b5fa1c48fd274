"""What makes runs happen on events: a file in the inbox, data that arrived, a run that failed."""
