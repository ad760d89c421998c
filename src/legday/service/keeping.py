"""Have the disk take what is recorded, so that a power failure costs little."""

import asyncio

from legday.service.recorder import Recorder


async def keep_on_disk(recorder: Recorder, every_s: float) -> None:
    """Wait for the disk at intervals, in another thread; when cancelled, until it has what it was given.

    A memory card may take a second for it, and wears with each time: so it is not asked at every event.
    """
    while True:
        await asyncio.sleep(every_s)
        recorder.flush()
        waiting = asyncio.get_running_loop().run_in_executor(None, recorder.sync)
        try:
            await asyncio.shield(waiting)
        finally:
            await waiting
