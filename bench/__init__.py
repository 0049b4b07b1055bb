"""Measurements: how long things take, and how much room they need."""
