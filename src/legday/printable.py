"""Text from outside, made fit to be printed: names, values and files may hold anything."""


def escaped(about: object) -> str:
    """Return a text without what would break or colour a line, or command a terminal."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in str(about))
