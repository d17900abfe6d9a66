"""RDF of what articles say: statements, inference, validation, export. Knows no articles' text."""
