"""The questions of a misstand: intake topics, parts that can be changed, and rows of its own."""
