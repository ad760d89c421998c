"""Splits by person, never by take: what is tuned on somebody says nothing about them."""

from collections.abc import Iterator, Mapping, Sequence

MOST_FOLDS = 5


def folds(takes_of: Mapping[str, Sequence[str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield takes to tune on and takes to test on, each person in exactly one test.

    Parameters
    ----------
    takes_of : mapping
        Takes by person, those with nothing to count among them.
    """
    people = sorted(takes_of, key=lambda person: (-len(takes_of[person]), person))
    number = min(MOST_FOLDS, len(people))
    for fold in range(number):
        tested = set(people[fold::number])
        test = sorted(take for person in tested for take in takes_of[person])
        train = sorted(take for person in people if person not in tested for take in takes_of[person])
        yield train, test
