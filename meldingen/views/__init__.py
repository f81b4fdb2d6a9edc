"""Pages of the register: list, intake, detail, and one module per kind of action."""
