"""Google Analytics 4: reports of whole days by its Data API, and events from its export to BigQuery."""
