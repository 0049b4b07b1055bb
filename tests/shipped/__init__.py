"""The knowledge that comes with the library: that it says what its sources say, and what its own examples promise."""
