"""How long what comes in may be: enough for what people send, too little to fill a memory."""

MAX_VALUE_BYTES = 1024
"""Payload of a command or request."""

MAX_PLAN_BYTES = 65_536
"""Payload of the command ``plan``, which may carry a plan's whole text: a hundred exercises with notes."""

MAX_PACKET_BYTES = MAX_PLAN_BYTES + MAX_VALUE_BYTES
"""The longest of them with its topic."""
