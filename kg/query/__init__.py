"""Ask the graph and show the answer. Knows SPARQL and the store; knows no terminal."""
