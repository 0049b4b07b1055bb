"""PAGES: results as text for a terminal, as Markdown and as pictures.

A page is lines with a style each; the style only ever repeats what the words already say.
"""
