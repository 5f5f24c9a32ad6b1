"""More reports than fit into memory: a pool of processes, facts kept on disk, graphs written in blocks, Spark."""
