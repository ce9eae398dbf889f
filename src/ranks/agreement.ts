import { type Failure, MlpError } from '../errors.js';
import { exchangeTexts, type Ranks } from './ranks.js';

/** State of a rank before training starts: an error, or facts that all have to have in common. */
type Report =
  | { readonly error: { readonly failure: Failure; readonly message: string } }
  | { readonly facts: Facts };

/** JSON values by their names. */
type Facts = Readonly<Record<string, unknown>>;

/**
 * Agreement of ranks before training starts: either all do, and have the same facts, or none, and the first says why.
 */
export class Agreement {
  /** Whether the ranks start; null as long as that is open. */
  private starts: boolean | null = null;

  constructor(readonly ranks: Ranks) {}

  /** Whether all have started: errors are a rank's own from then on. */
  get isReached(): boolean {
    return this.starts === true;
  }

  /**
   * Waits until all ranks are ready.
   *
   * @throws MlpError where one is not, or has other facts.
   */
  reach(facts: Facts): void {
    const error = this.meet({ facts });
    if (error) throw error;
  }

  /** Returns the error that keeps this rank from starting, having told the others of it. */
  refuse(error: MlpError): MlpError {
    if (this.starts === null) this.meet({ error: { failure: error.failure, message: error.message } });
    return error;
  }

  /** Returns what is wrong with a rank, the first one first. */
  private meet(mine: Report): MlpError | null {
    const reports: Report[] = exchangeTexts(this.ranks, JSON.stringify(mine)).map((text) => JSON.parse(text));
    const error = errorIn(reports);
    this.starts = error === null;
    return error;
  }
}

function errorIn(reports: readonly Report[]): MlpError | null {
  const [first] = reports;
  for (const [rank, report] of reports.entries()) {
    if ('error' in report) {
      const { failure, message } = report.error;
      return new MlpError(failure, rank === 0 ? message : `rank ${rank}: ${message}`);
    }
    if (!('facts' in first)) continue;
    const difference = differenceOf(report.facts, first.facts, '');
    if (difference) return new MlpError('usage', `rank ${rank} differs from rank 0: ${difference}`);
  }
  return null;
}

/** `config.seed is 2, not 1` for the first place where two JSON values differ; null where they are the same. */
function differenceOf(there: unknown, here: unknown, path: string): string | null {
  if (!isObject(there) || !isObject(here)) {
    const [other, expected] = [there, here].map((value) => JSON.stringify(value) ?? 'absent');
    return other === expected ? null : `${path} is ${other}, not ${expected}`;
  }
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const difference = differenceOf(there[key], here[key], path === '' ? key : `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
