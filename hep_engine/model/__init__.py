"""The nouns: frozen values that the rest of the library speaks of. No files, no rules at work, no clock."""
