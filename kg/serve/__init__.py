"""A built graph over HTTP: SPARQL 1.1, JSON routes, the page and a console. It reads and never writes.

    client --HTTP--> app (one process: protocol, queue, cache)
                      |  frames over a socket pair, one a worker
                      v
    keeper (loads the graph once, forks) --fork--> worker (answers; is killed when it takes too long or too much)

The process that listens never touches the graph, so nothing that is asked can stop it from answering the next.
"""
