"""What the beheerder and the second person do with accounts, roles and teams."""
