import { decisionOf } from '../../model/decision.js';
import { sourceColumns } from '../blocks.js';
import { type CorrelatedPair, correlatedPairs } from '../correlation.js';
import type { Subject } from '../subject.js';
import { type Importances, permutationImportance } from './importance.js';
import { metricNamed } from './metric.js';
import { drawShuffles } from './permutations.js';

/** Options of measuring importances. */
export interface ImportanceOptions {
  /** Metric; the headline of the task where it is left out. */
  readonly metric?: string;
  readonly repeats: number;
  readonly seed: number;
}

/** Importances, the greatest first, with what they were measured of. */
export interface ImportanceResult extends Importances {
  readonly data: string;
  readonly rows: number;
  readonly repeats: number;
  readonly seed: number;
  readonly correlated: readonly CorrelatedPair[];
}

/** Measures what each column of the data is worth to a model. */
export function explainImportance(
  { model, network, rows }: Subject,
  { metric, repeats, seed }: ImportanceOptions,
): ImportanceResult {
  const { preprocessing } = model;
  const { threshold } = decisionOf(model);
  const name = metricNamed(metric, preprocessing, network.moments !== null);
  const shuffles = drawShuffles(rows.split.rows, repeats, seed, rows.groups);
  const found = permutationImportance(network, preprocessing, rows, name, shuffles, threshold);
  const value = (importance: number | undefined) => importance ?? Number.NEGATIVE_INFINITY;
  return {
    ...{ data: rows.name, rows: rows.split.rows, repeats, seed },
    ...found,
    columns: [...found.columns].sort((a, b) => value(b.importance) - value(a.importance)),
    correlated: correlatedPairs(rows.columns, sourceColumns(preprocessing)),
  };
}
