"""hep_engine beside its peers: the same generated job for all, checked before it is timed. Run `python -m bench.peers`."""
