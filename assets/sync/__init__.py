"""How platforms are read, whatever the platform: accounts, streams, what is due, what is kept, what it cost."""
