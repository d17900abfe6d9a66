"""Entity linking: names to actors and places, known, of the gazetteer or new. Knows no grammar and no RDF terms."""
