"""What articles say, as RDF: made, closed under the ontology, checked, and written to files."""
