"""The tests: laws over generated knowledge first, then a few telling examples."""
