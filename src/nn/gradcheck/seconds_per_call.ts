/**
 * One pass of backpropagation is too quick to time, and the first ones too slow: the engine has yet to compile them.
 */
const timedSeconds = 0.02;
/** Most timed calls, also for a clock that stands still. */
const timedCalls = 1 << 16;

/** Doubles the number of calls until they take long enough to be timed: only the last round, of warm code, counts. */
export function secondsPerCall(call: () => void, now: () => number): number {
  for (let calls = 1; ; calls *= 2) {
    const started = now();
    for (let i = 0; i < calls; i++) call();
    const seconds = now() - started;
    if (seconds >= timedSeconds || calls >= timedCalls) return seconds / calls;
  }
}
