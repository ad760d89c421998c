"""Whether simulated takes are like those of people: cycle, swing, peaks and spectrum, side by side."""
