import type { Dataset, Split } from '../../data/dataset.js';
import { isoText } from '../../data/dates/index.js';
import {
  type CategoryFeature,
  describeCurve,
  type Feature,
  featureNames,
  levelNames,
  type NumberFeature,
  type Target,
  targetNames,
} from '../../data/preprocessing/index.js';
import { parts, type SplitInfo } from '../../data/splits/index.js';
import { escapeControls } from '../../escape_controls.js';
import { counted } from '../../format_count.js';
import { nameList } from '../../name_list.js';
import { formatNumber } from './number.js';
import { type Cell, type TableOptions, table } from './table.js';

/** Summary of the data of a config. */
export interface DataSummary {
  /** Number of rows in each split that there is. */
  readonly rows: Readonly<Record<string, number>>;
  /** Split of the training data, in facts, if they are of several parts. */
  readonly split?: SplitInfo;
  /** Name of each column of x. */
  readonly inputs: readonly string[];
  readonly target: Target['kind'];
  readonly targets: readonly string[];
  /** Number of rows of each class in each split; for classes only. */
  readonly classes?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Summarizes encoded data by split, and for classes by class. */
export function summarizeData(dataset: Dataset): DataSummary {
  const { target } = dataset.preprocessing;
  const splits = parts.flatMap((part): [string, Split][] => {
    const split = dataset[part];
    return split ? [[part, split]] : [];
  });
  return {
    rows: Object.fromEntries(splits.map(([part, { rows }]) => [part, rows])),
    ...(dataset.split && { split: dataset.split }),
    inputs: featureNames(dataset.preprocessing),
    target: target.kind,
    targets: targetNames({ target }),
    ...(target.kind === 'classes' && {
      classes: Object.fromEntries(
        target.classes.map((name, index) => [
          name,
          Object.fromEntries(
            splits.map(([part, { t }]) => [part, t.reduce((count, c) => count + Number(c === index), 0)]),
          ),
        ]),
      ),
    }),
  };
}

/** Table of rows by split: for classes a row for each, then all rows. */
export function rowTable({ rows, classes = {}, targets }: DataSummary, options: TableOptions): string {
  const splits = Object.keys(rows);
  const counts = Object.entries(classes).map(([name, bySplit]): Cell[] => [
    name,
    ...splits.map((split) => bySplit[split]),
  ]);
  return table(
    [targets.length === 1 ? targets[0] : '', ...splits],
    [...counts, ['rows', ...Object.values(rows)]],
    options,
  );
}

/** Table of the features of a preprocessing, and how each becomes columns of x. */
export function featureTable(features: readonly Feature[], options: TableOptions): string {
  return table(
    ['feature', 'kind', 'missing', 'encoding'],
    features.map((feature) => [
      feature.kind === 'basis' ? feature.expression : feature.name,
      feature.kind,
      feature.kind === 'basis' ? '' : missingText(feature) + ('indicator' in feature ? ', indicated' : ''),
      encoding(feature),
    ]),
    options,
  );
}

function missingText({ kind, missing }: Exclude<Feature, { kind: 'basis' }>): string {
  if (missing.action !== 'fill') return missing.action;
  if (kind === 'date') return isoText(missing.value);
  return typeof missing.value === 'number' ? formatNumber(missing.value) : JSON.stringify(missing.value);
}

function encoding(feature: Feature): string {
  if (feature.kind === 'variable') return 'for basis functions only';
  if (feature.kind === 'category') return `${categoryText(feature)}: ${nameList(levelNames(feature))}`;
  if (feature.kind === 'date') return `${feature.format}: ${nameList(feature.parts)}`;
  const scaling = scalingText(feature);
  return 'encoding' in feature ? `${scaling}${binsText(feature.encoding)}` : scaling;
}

/** Words for the bins of a number, that go behind its scaling. */
function binsText(fitted: NumberFeature['encoding']): string {
  if (fitted.type !== 'piecewise_linear') return '';
  const bins = counted(fitted.edges.length - 1, 'bin');
  return fitted.width === null ? `, by ${bins}` : `, by ${bins} to ${counted(fitted.width, 'number')}`;
}

function scalingText({ center, scale, curve }: Pick<NumberFeature, 'center' | 'scale' | 'curve'>): string {
  if (scale === 0) return `always 0, as it was constant: ${formatNumber(center)}`;
  const isPlain = center === 0 && scale === 1;
  const straight = `(x − ${formatNumber(center)}) / ${formatNumber(scale)}`;
  if (curve) return describeCurve(curve, isPlain ? 'x' : straight, formatNumber);
  return isPlain ? 'as it is' : straight;
}

/** Words for how categories are encoded, that go before their names. */
function categoryText({ encoding: fitted }: CategoryFeature): string {
  switch (fitted.type) {
    case 'onehot':
      return 'one-hot';
    case 'embedding':
      return `vectors of ${counted(fitted.width, 'number')}`;
    case 'target':
      return `${nameList(fitted.columns)} of each, with ${formatNumber(fitted.smoothing)} rows of the overall mean`;
  }
}

/** Description of a target in words. */
export function targetText(target: Target): string {
  switch (target.kind) {
    case 'reconstruction':
      return 'the inputs themselves';
    case 'generation':
      return `none: it generates ${nameList(target.columns.map(({ name }) => name))}`;
    case 'classes':
      return `${escapeControls(target.name)}, ${target.classes.length} classes: ${nameList(target.classes)}`;
    case 'numbers':
      return `${nameList(target.names)} (numbers)`;
    case 'labels':
      return `${nameList(target.names)} (each from 0 to 1)`;
    case 'distribution':
      return `${nameList(target.names)} (together a distribution)`;
  }
}
