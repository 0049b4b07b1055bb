"""Tables of patients: the same answers as one by one, whatever holds the table."""
