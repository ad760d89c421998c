"""Where events go: one file per way out."""
