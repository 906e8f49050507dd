"""Arrays and records in, Fits out: no files, no SQL, no models."""
