import type { Picture } from '../draw/plot.js';
import type { Evidence } from '../evidence/evidence.js';

/** One kind of picture of a run. Its name is its key in the registry. */
export interface Chart {
  readonly title: string;
  /** Whether a run has the data for the chart. */
  applies(evidence: Evidence): boolean;
  /** Draws the chart; only called where it applies. */
  draw(evidence: Evidence): Drawing;
}

/** Pictures and table of a chart, with a caption. */
export interface Drawing {
  /** Description of what is seen, and how it was measured. */
  readonly caption: string;
  readonly pictures: readonly Picture[];
  readonly table?: {
    readonly header: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
  };
}
