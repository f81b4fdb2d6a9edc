"""Forms validate shape; services validate law."""
