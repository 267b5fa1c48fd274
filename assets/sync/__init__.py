"""How platforms are read, whatever the platform: accounts, streams, what is due and kept, what it costs."""
