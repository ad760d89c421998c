// One question at a time, and of those that came meanwhile only the newest: a slider asks faster than one can count.

export function latest(ask, answered, failed) {
  let running = false;
  let next = null;
  return async function run(...asked) {
    next = asked;
    if (running) return;
    running = true;
    while (next) {
      const now = next;
      next = null;
      try {
        const answer = await ask(...now);
        if (!next) answered(answer);
      } catch (error) {
        if (!next) failed(error);
      }
    }
    running = false;
  };
}
