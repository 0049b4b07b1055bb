"""From YAML to nouns: the only room that knows files and PyYAML. A mistake is a `Problem` with a place."""
