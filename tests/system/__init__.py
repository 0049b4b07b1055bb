"""The library from outside: the command line, the package, and the same bytes everywhere."""
