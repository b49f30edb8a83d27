"""How demands are found: cue frames over a corrected parse, the answers to them, and their status."""
