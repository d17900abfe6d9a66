"""Names → actors and places: the known ones, the gazetteer's and new ones. Knows no grammar and no RDF terms."""
