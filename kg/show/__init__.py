"""Show what was read, to people and to programs. Knows values and widths; knows no grammar and prints nothing."""
