"""Parse to cues of attribution: who is the source of which content. Knows grammar and lists; knows no actors."""
