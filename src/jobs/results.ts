import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import type { TrainingState } from '../training/saved_run.js';
import type { JobCallbacks, JobControl } from './job.js';

/** Results of jobs so far: takes what they report in their order, and calls back. */
export class JobResults {
  private readonly outcomes: TrainingOutcome[];

  constructor(
    private readonly callbacks: JobCallbacks,
    private readonly seconds: JobControl['seconds'],
    finished: readonly TrainingOutcome[],
  ) {
    this.outcomes = [...finished];
  }

  /** Outcomes of the first jobs, in their order; their number is the index of the job that is reported on. */
  get finished(): readonly TrainingOutcome[] {
    return this.outcomes;
  }

  /** Whether the latest job was asked to end; it can go on from there. */
  get isInterrupted(): boolean {
    return this.outcomes.at(-1)?.stop_reason === 'interrupted';
  }

  /** Whether the latest job was ended before its time, and with it all others. */
  get hasStopped(): boolean {
    return this.isInterrupted || this.outcomes.at(-1)?.stop_reason === 'time_limit';
  }

  /** Whether anybody wants the states of checkpoints. */
  get wantsStates(): boolean {
    return this.callbacks.onCheckpoint !== undefined;
  }

  /** Adds the seconds of training so far to a record. */
  stamp(record: EpochRecord): EpochRecord {
    return this.seconds ? { ...record, seconds: this.seconds() } : record;
  }

  epoch(record: EpochRecord): void {
    this.callbacks.onEpoch?.(this.outcomes.length, record);
  }

  checkpoint(state: TrainingState): void {
    this.callbacks.onCheckpoint?.(this.outcomes.length, state);
  }

  end(outcome: TrainingOutcome, weights: (copy?: Float64Array) => Float64Array): void {
    const job = this.outcomes.length;
    this.outcomes.push(outcome);
    this.callbacks.onEnd?.(job, outcome, weights);
  }
}
