"""AUDIT: a knowledge base looked at from outside. What it does to patients, what it serves, what still needs a name."""
