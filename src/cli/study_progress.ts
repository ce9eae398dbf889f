import type { PlannedStudy } from '../studies/tune/plan_study.js';
import type { Context } from './context.js';
import { note } from './messages.js';
import type { SharedOptions } from './options.js';
import { createBar } from './progress_bar.js';
import { formatNumber } from './render/number.js';

/** Progress of a study on stderr: in a terminal a bar, elsewhere about ten plain lines, nothing with --quiet. */
export interface StudyProgress {
  start(): void;
  /** Shows how far the study is, after a result. */
  result(): void;
  stop(): void;
}

/** Creates the progress of a study, as stderr is a terminal or not. `now` is in seconds. */
export function createStudyProgress(
  context: Context,
  { study, metric, description }: PlannedStudy,
  options: Pick<SharedOptions, 'quiet'>,
  now: () => number,
): StudyProgress {
  if (options.quiet) return { start() {}, result() {}, stop() {} };
  const unit = description.halving ? 'training' : 'trial';
  const best = () => {
    const found = study.best;
    return found
      ? `best ${metric} ${formatNumber(found.value!)} (trial ${found.trial})`
      : 'none has a value yet';
  };
  if (context.stderr.isTTY) {
    const bar = createBar(context.stderr, unit);
    return {
      start: () => bar.start(study.length, study.done),
      result: () => bar.update(study.done, undefined, best()),
      stop: bar.stop,
    };
  }
  const every = Math.ceil(study.length / 10);
  let [begun, started] = [0, 0];
  return {
    start() {
      [begun, started] = [study.done, now()];
    },
    result() {
      const { done, length } = study;
      if (done % every !== 0) return;
      const left = ((now() - started) / Math.max(1, done - begun)) * (length - done);
      note(context, options, `${unit} ${done}/${length}: ${best()}, about ${duration(left)} left`);
    },
    stop() {},
  };
}

/** Text of a duration in whole units: `12 s`, `3 min`, `2 h`. */
function duration(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
