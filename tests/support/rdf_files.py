"""RDF files as a store, read in this process."""

from pyoxigraph import Store

from kg.graph.rdf_formats import check_ending
from kg.graph.rdf_parsing import LoadOptions, RdfSource, load_into


def load(files, **options):
    """Return the statements of RDF files."""
    store, options = Store(), LoadOptions(**options)
    for file in files:
        check_ending(str(file), options.input_format)
    load_into(store, [RdfSource(file, str(file)) for file in files], options)
    return store
