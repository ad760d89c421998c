"""All that holds right now, folded from the events: what a screen shows and what a retained state says."""

from legday.scoreboard.scoreboard import Scoreboard

__all__ = ["Scoreboard"]
