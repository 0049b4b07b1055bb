"""hep_engine beside its peers: the same made-up job for all, checked before it is timed; `python -m bench.peers`."""
