"""The edge: what leaves the library for other programs and for paper. Each is an extra; the core never looks here."""
