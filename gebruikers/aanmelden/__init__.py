"""Signing in, the second step, sessions, and the own account."""
