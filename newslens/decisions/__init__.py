"""What a coder decided about findings: kept in a log, applied to the records of a lens."""
