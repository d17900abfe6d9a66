"""Show readings, candidate pairs and lexicon matches. Knows values and widths; knows no grammar and prints nothing."""
