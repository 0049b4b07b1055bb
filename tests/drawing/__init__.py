"""
The drawings: laws of the skeleton and the room, and what the picture says.
"""
