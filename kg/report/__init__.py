"""Saved queries as reports: what is asked, what changed, and the words behind every row. Knows files; no terminal."""
