import { columnTypes, type Feature, type Preprocessing, targetNames } from '../data/preprocessing/index.js';
import { version as program } from '../version.js';
import type { ServedModel } from './served_model.js';

/** Most categories of a column that are listed. */
const mostCategories = 50;

/** A column that a row has to have, or may have. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: 'number' | 'category' | 'date';
  /** Whether a row without a value here gets no prediction. */
  readonly required: boolean;
  /** The texts that training knew, where they are few. */
  readonly categories?: readonly string[];
  /** Format of dates. */
  readonly format?: string;
}

/** Facts on a model, for whoever sends it rows. */
export function metadataOf({ name, version }: ServedModel) {
  const { model, preprocessing, sha256 } = version;
  const { target } = preprocessing;
  const { columns, notes = [] } = version.predictor({});
  const { threshold } = model.calibration;
  return {
    name,
    mlp: program,
    sha256,
    task: model.config.task,
    columns: columnsOf(preprocessing),
    target: {
      kind: target.kind,
      names: targetNames(preprocessing),
      ...(target.kind === 'classes' && { classes: target.classes }),
    },
    ...(threshold && { threshold: threshold.value }),
    answers: columns,
    ...(notes.length > 0 && { notes }),
  };
}

export type Metadata = ReturnType<typeof metadataOf>;

/** The columns that rows are read for, in the order of the model's. */
function columnsOf(preprocessing: Preprocessing): ColumnFacts[] {
  const byName = new Map(
    preprocessing.features.flatMap((feature) => ('name' in feature ? [[feature.name, feature]] : [])),
  );
  return [...columnTypes(preprocessing, false).keys()].map((name) => factsOf(name, byName.get(name)!));
}

function factsOf(name: string, feature: Feature): ColumnFacts {
  const required = 'missing' in feature && ['error', 'drop'].includes(feature.missing.action);
  switch (feature.kind) {
    case 'category': {
      const { categories } = feature;
      return { name, type: 'category', required, ...(categories.length <= mostCategories && { categories }) };
    }
    case 'date':
      return { name, type: 'date', required, format: feature.format };
    default:
      return { name, type: 'number', required };
  }
}
