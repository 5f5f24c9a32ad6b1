"""What can be worked out from a graph that is there: measured quality, comparisons, networks."""
