"""What a beheerder sets about terms: reading it for the computation, and the screens to change it."""
