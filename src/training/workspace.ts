import type { Batches } from './batches.js';
import type { Validation } from './measuring/validate.js';
import type { Objective } from './objective/objective.js';
import type { Steps } from './optimizer/steps.js';
import type { LoopConfig } from './options.js';
import type { LossWeights } from './records.js';
import type { KeptWeights } from './stopping/kept_weights.js';
import type { Monitor } from './stopping/monitor.js';

/**
 * Workspace of training: all that it works on, claimed once, as memory is not given back. One run after another may use
 * it.
 */
export interface Workspace {
  readonly config: LoopConfig;
  readonly objective: Objective;
  readonly batches: Batches;
  readonly steps: Steps;
  readonly monitor: Monitor;
  /** The best weights so far; null where the last are to be kept. */
  readonly best: KeptWeights | null;
  /** The weights at the end of the last epoch in which every number was finite. */
  readonly lastGood: KeptWeights;
  /** Measures the weights as they are; undefined where there are no rows for it. */
  readonly validate: (() => Validation) | undefined;
  /** Names of what weighs the rows in the losses of a record; undefined where all rows weigh the same. */
  readonly lossWeights: LossWeights | undefined;
}
