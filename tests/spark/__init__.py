"""Tables in Spark, on executors of their own: the same answers as on one machine, or none."""
