"""Search a detector's parameters on labelled takes; state what that is worth on people it has not seen."""
