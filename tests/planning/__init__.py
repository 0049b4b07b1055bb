"""The arithmetic of a program: time, choice, order."""
