"""Mutation of the knowledge: small edits of the shipped rules and catalogue, and what notices each of them."""
