"""The parts of the explorer: what of each lens is shown, and the widget that shows it."""
