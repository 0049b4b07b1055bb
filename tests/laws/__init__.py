"""Laws that hold for every knowledge base the loader accepts and every patient."""
