"""Forms of the register of onderzoeken."""
