"""Finds what a text names: places, bodies, undertakings, titles, quantities."""
