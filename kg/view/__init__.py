"""The page: a graph and the texts it came from -> one HTML file that works from disk without a network.

content.py    store + texts -> Content, the values that the page carries
selection.py  which part of a graph the page shows
layout.py     boxes and links -> positions, the same ones every time
network.py    Content -> pyvis network
pyvis_parts.py pyvis without what the page does not call
answers.py    named queries -> their answers in this graph
page.py       all of it -> HTML text
assets/       template, scripts and style of the page
"""
