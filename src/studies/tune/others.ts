import { MlpError } from '../../errors.js';
import type { Journal } from './journal.js';
import type { Study } from './study.js';
import { isOpen } from './study_directory.js';

/** Milliseconds between two looks at the journals of others: from the first to the second, as long as nothing is new. */
const [SHORTEST, LONGEST] = [20, 1000];
/** Milliseconds after which a first process that has not been seen is given up. */
const PATIENCE = 30_000;

/** Processes beside this one of a study under mpirun, which are heard of through their journals alone. */
export class Others {
  private interval = SHORTEST;
  private next = 0;
  private seen: number;

  constructor(
    private readonly study: Study,
    private readonly journal: Journal,
    private readonly directory: string,
    /** Clock, in milliseconds. */
    private readonly now: () => number,
    /** Whether this is the first process. */
    private readonly isFirst: boolean,
  ) {
    this.seen = now();
  }

  /** Takes the results that are new into the study, if it is time to look. */
  poll(): void {
    const now = this.now();
    if (now < this.next) return;
    const before = this.study.done;
    for (const record of this.journal.read()) this.study.add(record);
    this.interval = this.study.done > before ? SHORTEST : Math.min(2 * this.interval, LONGEST);
    this.next = now + this.interval;
    if (!this.isFirst) this.watch(now);
    const failure = this.journal.failure();
    if (failure === undefined) return;
    throw new MlpError(
      'io',
      `another process of this study has failed: ${failure}; what is done is in ${this.directory}; go on with --resume`,
    );
  }

  /** Waits for the first process, which says by its journal what study this is. */
  async begin(): Promise<void> {
    while (!this.isFirst && !this.journal.isBegun) {
      this.watch(this.now());
      await pause();
    }
    this.poll();
  }

  /** Waits for the results of all. */
  async end(hasToStop: () => boolean): Promise<void> {
    while (this.study.done < this.study.length && !hasToStop()) {
      await pause();
      this.poll();
    }
  }

  private watch(now: number): void {
    if (isOpen(this.directory)) this.seen = now;
    if (now - this.seen < PATIENCE) return;
    throw new MlpError(
      'io',
      `${this.directory}: the first process of this study (rank 0) is not there, or has ended; see what it says, and ` +
        'go on with --resume',
    );
  }
}

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, SHORTEST);
  });
