"""How sourcing finds who says what: cues and quotation marks to relations, and what is told about each source."""
