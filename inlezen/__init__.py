"""Taking in a file from the screen: upload, columns, check, import. What can be taken in, other apps declare."""
