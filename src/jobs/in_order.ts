import { trainingLoop } from '../training/loop.js';
import { saveRun } from '../training/saved_run.js';
import type { Job, JobControl } from './job.js';
import type { BegunJob, JobStarter } from './job_starter.js';
import type { JobResults } from './results.js';

/** Runs a job in this thread. */
export async function runHere(
  starter: JobStarter,
  job: Job,
  results: JobResults,
  control: JobControl,
  onSteps?: (begun: BegunJob) => void,
): Promise<void> {
  const begun = starter.begin(job);
  const { network, workspace, run } = begun;
  const outcome = await trainingLoop(workspace, run, {
    stepsAtOnce: control.stepsAtOnce,
    checkpointEvery: control.checkpointEvery,
    onSteps() {
      onSteps?.(begun);
      return control.pause?.();
    },
    onEpoch: (record) => results.epoch(results.stamp(record)),
    onCheckpoint: () => results.wantsStates && results.checkpoint(saveRun(workspace, run)),
    stop: () => control.stop?.() ?? null,
  });
  results.end(outcome, (copy) => network.snapshot(copy));
}
