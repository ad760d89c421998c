"""Named decoders for what a table cannot say."""
