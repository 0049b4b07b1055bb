"""A few telling patients, on the shipped knowledge with a rule or two laid over it."""
