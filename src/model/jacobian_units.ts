import {
  type Derivative,
  derivatives,
  type Feature,
  featureNames,
  isIndex,
  scaleFunction,
  scalings,
  width,
} from '../data/preprocessing/index.js';
import { MlpError } from '../errors.js';
import { differentiate, format, parse, simplify, variables } from '../expression/index.js';
import type { Model } from './model.js';

/** One predicted number: a function of what a unit of the head predicts in the network's own terms. */
export interface Output {
  readonly name: string;
  readonly unit: number;
  /** Derivative by what the unit predicts, at a prediction. */
  slope(prediction: number): number;
}

/** Predicted numbers of a model, in the order in which predict prints them. */
export function outputsOf({ preprocessing, summary }: Model): Output[] {
  const { target } = preprocessing;
  const probability = (name: string, unit: number) => ({ name: `p_${name}`, unit, slope: () => 1 });
  switch (target.kind) {
    case 'classes':
      // One unit gives the probability of the second of two classes; that of the first is what is left of 1.
      if (summary.outputs === 1)
        return target.classes.map((name, i) => ({
          name: `p_${name}`,
          unit: 0,
          slope: () => (i === 0 ? -1 : 1),
        }));
      return target.classes.map(probability);
    case 'distribution':
    case 'labels':
      return target.names.map(probability);
    case 'numbers': {
      const { names, scale } = target;
      const nameOf = (name: string) => (names.length === 1 ? 'prediction' : `prediction_${name}`);
      return names.map((name, unit) => ({ name: nameOf(name), unit, slope: () => scale[unit] }));
    }
    case 'generation':
      throw new MlpError('usage', 'a generator makes rows, and predicts nothing that has derivatives');
    case 'reconstruction': {
      const byColumn = scalings(preprocessing).map(scaleFunction);
      return featureNames(preprocessing).map((name, unit) => ({
        name: `prediction_${name}`,
        unit,
        slope: byColumn[unit].stretch,
      }));
    }
  }
}

/** One path from a column of the data to a column of x: through a basis function, where there is one, and scaling. */
interface Term {
  readonly input: number;
  readonly derivative: Derivative;
  /** Index among the slopes of basis functions; null: 1. */
  readonly slope: number | null;
}

/** A column of the data, or an indicator of a category. */
export interface Column {
  readonly name: string;
  readonly terms: Term[];
}

/**
 * Columns by which the outputs are differentiated, and the derivatives of the basis functions by those that they take:
 * as basis functions, whose values are computed with each row.
 */
export function columnsOf(features: readonly Feature[]) {
  const columns: Column[] = [];
  const numbers = new Map<string, Column>();
  let input = 0;
  for (const feature of features) {
    const first = input;
    input += width(feature);
    if (feature.kind === 'basis') continue;
    const known = columns.length;
    if (!isIndex(feature)) for (const column of columnsOfFeature(feature, first)) columns.push(column);
    if (feature.kind === 'variable') columns.push({ name: feature.name, terms: [] });
    if (feature.kind === 'number' || feature.kind === 'variable') numbers.set(feature.name, columns[known]);
  }

  const slopes: Feature[] = [];
  input = 0;
  for (const feature of features) {
    if (feature.kind === 'basis') {
      const { expression: text } = feature;
      const derivative = byScale(feature);
      const tree = parse(text, [...numbers.keys()], { where: `data.basis: ${text}`, failure: 'data' });
      for (const name of variables(tree)) {
        if (feature.scale !== 0) numbers.get(name)!.terms.push({ input, derivative, slope: slopes.length });
        const expression = format(simplify(differentiate(tree, name)));
        slopes.push({ kind: 'basis', expression, center: 0, scale: 1 });
      }
    }
    input += width(feature);
  }
  return { columns, slopes };
}

/** The columns of the data, or indicators, that a feature's columns of x stand for; these begin at index `first`. */
function columnsOfFeature(feature: Feature, first: number): Column[] {
  const names = featureNames({ features: [feature] });
  const scales = scalings({ features: [feature] });
  const isVaried = (i: number) => scales[i].scale !== 0;
  const ofNumber = feature.kind === 'number' ? derivatives(feature) : [];
  const number = ofNumber.map((derivative, i) => ({ input: first + i, derivative, slope: null }));
  const others = names.slice(number.length).map((name, k): Column => {
    const i = number.length + k;
    const term = { input: first + i, derivative: byScale(scales[i]), slope: null };
    return { name, terms: isVaried(i) ? [term] : [] };
  });
  if (feature.kind !== 'number') return others;
  return [{ name: feature.name, terms: number.filter((_, i) => isVaried(i)) }, ...others];
}

/** Derivative by a value, given that by x, its scaled value. */
function byScale(scaling: Parameters<typeof scaleFunction>[0]): Derivative {
  const { byValue } = scaleFunction(scaling);
  return (derivative, [x]) => byValue(derivative, x);
}
