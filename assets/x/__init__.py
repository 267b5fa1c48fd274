"""X (Twitter): posts and followers from its API, and the analytics exports that it offers for download."""
