"""Generated knowledge bases and patients: what the laws are stated over."""
