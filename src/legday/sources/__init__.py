"""Where inputs come from: async iterators."""
