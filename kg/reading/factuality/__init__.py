"""Trigger and cue to a stance: polarity, certainty, modality, outcome. Knows grammar and lists; knows no sources."""
