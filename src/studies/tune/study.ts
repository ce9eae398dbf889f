import type { Direction } from '../../metrics/index.js';
import { bracketOf, promotedOf } from './halving.js';
import { trialRandom } from './random.js';
import type { TrialRecord } from './record.js';
import type { Space, Values } from './space/space.js';
import type { Observation, Strategy } from './strategies/strategy.js';

/** Everything that the results of a study depend on besides config and data. */
export interface StudyOptions {
  readonly space: Space;
  readonly strategy: Strategy;
  readonly trials: number;
  /** Trial n is proposed by the results of trials up to n − ahead: so many can be trained at once. */
  readonly ahead: number;
  readonly seed: number;
  readonly direction: Direction;
  /** Epochs at which trials are compared, with halving. */
  readonly rungs?: readonly number[];
}

/** A training of a trial, up to a rung: the first of its bracket, or one of those that go on. */
interface Step {
  readonly bracket: number;
  readonly rung: number;
  /** Position among the trainings of the rung. */
  readonly slot: number;
}

/**
 * A study as a list of steps: trainings in the order in which they begin. A step depends on results of steps at least
 * `ahead` before it, and with halving on all of the rung below, never on what happened to end first: so the same study
 * comes out of any number of workers.
 */
export class Study {
  private readonly steps: readonly Step[];
  /** Index of the first step of a rung. */
  private readonly starts = new Map<string, number>();
  private readonly size: number;
  private readonly results: (TrialRecord | undefined)[] = [];

  constructor(readonly options: StudyOptions) {
    const { trials, rungs } = options;
    this.size = rungs ? bracketOf(rungs) : trials;
    this.steps = this.stepsOf(rungs?.length ?? 1);
  }

  get length(): number {
    return this.steps.length;
  }

  get done(): number {
    return this.results.reduce((sum) => sum + 1, 0);
  }

  /** Results so far, in the order of steps. */
  get records(): TrialRecord[] {
    return this.results.filter((record) => record !== undefined);
  }

  has(step: number): boolean {
    return this.results[step] !== undefined;
  }

  /** Whether the results are there on which a step depends. */
  isReady(step: number): boolean {
    for (let i = 0; i <= step - this.options.ahead; i++) if (!this.has(i)) return false;
    return this.below(this.steps[step]).every((i) => this.has(i));
  }

  /** The trial of a step that is ready, its values, and with halving the epochs up to which it is trained. */
  trial(step: number): { trial: number; values: Values; rung?: number; epochs?: number } {
    const { bracket, rung, slot } = this.steps[step];
    const { rungs, strategy, space, seed } = this.options;
    const upTo = rungs && { rung, epochs: rungs[rung] };
    if (rung > 0) {
      const { trial, values } = this.promoted(this.steps[step])[slot];
      return { trial, values, ...upTo };
    }
    const trial = bracket * this.size + slot;
    const seen = this.seen(step);
    return { trial, values: strategy.propose(space, trial, seen, trialRandom(seed, trial)), ...upTo };
  }

  /** Takes a result: of this process, of another, or of an earlier one. */
  add(record: TrialRecord): void {
    const step = this.stepOf(record);
    if (step !== null) this.results[step] = record;
  }

  /** The best of the trials that were trained longest; undefined where none has a value. */
  get best(): TrialRecord | undefined {
    return this.ranking[0];
  }

  /** The last result of each trial that has a value, best first: those that were trained longer before others. */
  get ranking(): TrialRecord[] {
    const latest = new Map<number, TrialRecord>();
    for (const record of this.records) latest.set(record.trial, record);
    return [...latest.values()]
      .filter(({ value }) => value !== null)
      .sort((a, b) => (b.rung ?? 0) - (a.rung ?? 0) || this.score(a) - this.score(b) || a.trial - b.trial);
  }

  private score({ value }: TrialRecord): number {
    if (value === null) return Number.POSITIVE_INFINITY;
    return this.options.direction === 'lower' ? value : -value;
  }

  private stepsOf(rungs: number): Step[] {
    const steps: Step[] = [];
    const { trials } = this.options;
    for (let bracket = 0; bracket * this.size < trials; bracket++) {
      let count = Math.min(this.size, trials - bracket * this.size);
      for (let rung = 0; rung < rungs; rung++) {
        this.starts.set(`${bracket}.${rung}`, steps.length);
        for (let slot = 0; slot < count; slot++) steps.push({ bracket, rung, slot });
        count = promotedOf(count);
      }
    }
    return steps;
  }

  /** Steps of the rung below, whose results decide who goes on. */
  private below({ bracket, rung }: Step): number[] {
    if (rung === 0) return [];
    const from = this.starts.get(`${bracket}.${rung - 1}`)!;
    const to = this.starts.get(`${bracket}.${rung}`)!;
    return Array.from({ length: to - from }, (_, i) => from + i);
  }

  /** Trials that go on to the rung of a step, by their number. */
  private promoted(step: Step): TrialRecord[] {
    const records = this.below(step).map((i) => this.results[i]!);
    return records
      .sort((a, b) => order(this.score(a), this.score(b)) || a.trial - b.trial)
      .slice(0, promotedOf(records.length))
      .sort((a, b) => a.trial - b.trial);
  }

  /** Results that the proposal of a step may go by: of each trial its last. */
  private seen(step: number): Observation[] {
    const latest = new Map<number, Observation>();
    for (const record of this.results.slice(0, Math.max(step - this.options.ahead + 1, 0)))
      if (record) {
        const { trial, values, rung = 0 } = record;
        latest.set(trial, { trial, values, rung, score: this.score(record) });
      }
    return [...latest.values()];
  }

  /** Step that a result is of; null where there is none, as the study has fewer trials. */
  private stepOf({ trial, rung = 0 }: TrialRecord): number | null {
    const bracket = Math.floor(trial / this.size);
    const start = this.starts.get(`${bracket}.${rung}`);
    if (start === undefined) return null;
    if (rung === 0) return trial < this.options.trials ? start + (trial % this.size) : null;
    const slot = this.promoted(this.steps[start]).findIndex((record) => record.trial === trial);
    return slot < 0 ? null : start + slot;
  }
}

/** Order of two scores, of which both may be ∞. */
const order = (a: number, b: number): number => (a === b ? 0 : a - b);
