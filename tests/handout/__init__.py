"""The handout: what a patient is given, and what it is refused for."""
