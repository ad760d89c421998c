"""However it sits: the same takes, turned, slowed, cut and spoiled, and whether the count holds."""
