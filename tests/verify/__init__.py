"""Proof: the formula means what the engine does, and each statement can be refuted."""
