"""Facebook Pages; and the Graph API, which Instagram shares."""
