"""Bytes to samples: firmware profiles, decoders and the timeline; pure."""
