"""The arithmetic of a program: how long a dose takes, which exercises make the best set, in which order to do them."""
