"""Other servers: a graph store that takes the graph, an endpoint that is asked. Nothing else here calls out."""
