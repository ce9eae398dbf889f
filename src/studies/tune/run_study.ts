import type { TrialRecord } from './record.js';
import type { Study } from './study.js';

/** Reason to begin no further trial. */
export type StudyStop = 'interrupted' | 'time_limit';

/** Training of a step: a trial, with halving up to a rung. */
export type Task = ReturnType<Study['trial']>;

/** Options of running the steps of a study. */
export interface RunStudyOptions {
  /** The most trainings at once. */
  readonly workers: number;
  /** Trains a trial up to a rung; null where it was interrupted. */
  train(task: Task): Promise<TrialRecord | null>;
  /** Called with each result of this process, before others are begun by it. */
  onResult(record: TrialRecord): void;
  /** Returns a reason to stop, or null. Called every few milliseconds. */
  stop(): StudyStop | null;
  /** Whether a trial is one of this process; all where it is left out. */
  isMine?(trial: number): boolean;
  /** Takes results of other processes into the study; absent where there are none. */
  poll?(): Promise<void>;
}

/** Milliseconds after which it is asked again whether to stop. */
const CHECK_INTERVAL = 20;

/**
 * Runs the steps of a study, so many at once, until all have their results (with others' processes: until its own and
 * all that these depend on have), or until there is a reason to stop. Then what is interrupted is left out, and what
 * has begun before a time limit is finished. Returns the reason.
 */
export async function runStudy(
  study: Study,
  { workers, train, onResult, stop, isMine = () => true, poll }: RunStudyOptions,
): Promise<StudyStop | null> {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const begin = (task: Task) => {
    const done = train(task)
      .then((record) => {
        if (record === null) return;
        study.add(record);
        onResult(record);
      })
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(done));
    running.add(done);
  };
  let stopped: StudyStop | null = null;
  const hasToEnd = () => {
    stopped ??= stop();
    return failure !== undefined || stopped !== null;
  };
  const wait = async () => {
    await Promise.race([...running, later(CHECK_INTERVAL)]);
    await poll?.();
  };
  for (let step = 0; step < study.length && !hasToEnd(); step++) {
    while (!study.has(step) && !study.isReady(step) && !hasToEnd()) await wait();
    if (study.has(step) || hasToEnd() || !isMine(study.trial(step).trial)) continue;
    while (running.size >= workers && !hasToEnd()) await wait();
    if (!hasToEnd()) begin(study.trial(step));
  }
  while (running.size > 0) {
    hasToEnd();
    await Promise.race([...running, later(CHECK_INTERVAL)]);
  }
  if (failure) throw failure.error;
  return stopped;
}

const later = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
