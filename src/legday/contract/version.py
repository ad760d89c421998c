"""The version of the contract: the major one is part of every topic, the minor one of every payload."""

MAJOR = 1
MINOR = 3
"""Counts up with every key or topic that is added; none is taken away or changes its meaning."""

SCHEMA = f"{MAJOR}.{MINOR}"
