"""Ask a graph interactively. Knows keys, completion and backslash commands; knows no engine and no format."""
