"""The knowledge looked at from outside: vignettes, clauses, coverage, sign-off, the written catalogue."""
