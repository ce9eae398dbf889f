import { sourceColumns } from '../../explain/blocks.js';
import type { ExplainedRows } from '../../explain/explained_rows.js';
import { explainImportance, type ImportanceResult, type Subject } from '../../explain/index.js';
import { modelFunction } from '../../explain/model_function.js';
import { thinnedRows } from '../../explain/thinned_rows.js';
import type { Evidence } from './evidence.js';

/** Repeats of a report, and most columns that it measures. */
const repeats = 5;
const mostColumns = 100;

/** Multiply-adds that importances may take, and rows that they are measured on within these. */
const budget = 2e10;
const [fewestRows, mostRows] = [100, 2000];

const measured = new WeakMap<Evidence, ImportanceResult>();

/** Whether importances can be measured: there are answers, at least two columns, and not too many for a report. */
export function hasImportances({ explained, model }: Evidence): boolean {
  const columns = sourceColumns(model.preprocessing).length;
  return explained !== undefined && explained.split.rows > 1 && columns > 1 && columns <= mostColumns;
}

/** Rows by which a report explains: as many as can be predicted in a few seconds. */
export function reportRows({ explained, model, network }: Evidence): ExplainedRows {
  const { parameters } = network.layout.count(1);
  const perRow = sourceColumns(model.preprocessing).length * repeats * parameters;
  const most = Math.min(mostRows, Math.max(fewestRows, Math.floor(budget / perRow)));
  return thinnedRows(explained!, most);
}

/** Measures what the columns are worth to the model of a run, once. */
export function importancesOf(evidence: Evidence): ImportanceResult {
  const known = measured.get(evidence) ?? explainImportance(subjectOf(evidence), { repeats, seed: 0 });
  measured.set(evidence, known);
  return known;
}

/** Model and rows that a report explains. */
export function subjectOf(evidence: Evidence): Subject {
  const { model, network } = evidence;
  return { model, network, function: modelFunction(model, network), rows: reportRows(evidence) };
}
