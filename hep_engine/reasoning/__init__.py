"""Judgement: the readings of a rulebook. Each takes named conditions and facts; none knows an exercise or a file."""
