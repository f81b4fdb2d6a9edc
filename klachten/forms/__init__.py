"""The questions of a klacht: intake topics, parts that can be changed, and parts of the klacht itself."""
