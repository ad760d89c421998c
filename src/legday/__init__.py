"""Counts leg training from a motion sensor on the thigh, live and in replay."""

__version__ = "0.1.0"
