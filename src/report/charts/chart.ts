import type { Picture } from '../draw/plot.js';
import type { Evidence } from '../evidence/evidence.js';

/** One way to look at a run. Its name is its key in the registry. */
export interface Chart {
  readonly title: string;
  /** Whether a run has what is drawn here. */
  applies(evidence: Evidence): boolean;
  /** Only called where it applies. */
  draw(evidence: Evidence): Drawing;
}

export interface Drawing {
  /** What is seen, and how it was measured. */
  readonly caption: string;
  readonly pictures: readonly Picture[];
  readonly table?: {
    readonly header: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
  };
}
