"""A graph for assistants: a Model Context Protocol server on standard input and output.

server    the tools and resources, and the loop
tools     what can be asked of the facts     queries   … of the query engine, in processes with a deadline
answers   typed answers      facts   rows of the graph -> answers      words   answers -> text to read
source    the graph of a folder, read anew after a build
"""
