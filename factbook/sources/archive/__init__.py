"""Web captures in the archives' own formats: WARC for each fetch, WACZ for a whole check."""
