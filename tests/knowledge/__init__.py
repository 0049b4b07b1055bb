"""How knowledge is read, and what is said when it is wrong."""
