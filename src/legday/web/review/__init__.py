"""The review of takes, joined to a page's server."""

from legday.web.review.routes import Review

__all__ = ["Review"]
