"""The door to durable-rules: what happens when the engine behind it is not well."""
