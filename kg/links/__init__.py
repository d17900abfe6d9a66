"""Coreference of nodes across articles: candidate pairs by rules, decisions by a person. Knows no grammar."""
