"""One module per online source: each fetches a file that the readers then read."""
