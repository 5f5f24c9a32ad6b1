"""Facts as RDF: IRIs, triples, Turtle text, embedded store, shapes and named queries."""
