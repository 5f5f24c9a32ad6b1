"""Facts to files: the writing edge. A set of outputs appears whole or not at all."""
