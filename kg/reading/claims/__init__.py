"""Coreferent event mentions to one event with the claims of its sources. Knows stance and sources; knows no RDF."""
