"""What the platform makes. The key of an asset is the path of its file below this folder."""
