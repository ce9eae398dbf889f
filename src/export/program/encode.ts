import { partOf } from '../../data/dates/index.js';
import { isConstant, missingLevel, rareLevel } from '../../data/preprocessing/encodings/index.js';
import type {
  BasisFeature,
  CategoryFeature,
  DateFeature,
  NumberFeature,
  Preprocessing,
  Variable,
} from '../../data/preprocessing/index.js';
import { inputs, width } from '../../data/preprocessing/index.js';
import { scaleFunction } from '../../data/preprocessing/scale_function.js';
import type { Scaling } from '../../data/preprocessing/scalers/index.js';
import { type Expression as Formula, parse } from '../../expression/index.js';
import {
  type Constants,
  call,
  type Expression,
  element,
  operation,
  PartBuilder,
  type Span,
} from './program.js';

/** Rules for a missing value, as constants of the program. */
const [FILLED, ERROR, DROPPED] = [0, 1, 2];

/** A column that a row is given by: a number, a date in seconds since 1970-01-01T00:00:00Z, or a text. */
export interface InputColumn {
  readonly name: string;
  readonly type: 'number' | 'category' | 'date';
  /** Texts that the model knows, with their levels; of a category. */
  readonly texts?: readonly { readonly text: string; readonly level: number }[];
  /** Level of any other text: −1 where it has none. */
  readonly unseen?: number;
  /** Cost of a missing value: an error, the answer of its row, or nothing. */
  readonly missing: 'error' | 'drop' | 'fill';
}

/** Features of columns: those of formulas have none of their own. */
type ColumnFeature = NumberFeature | CategoryFeature | DateFeature | Variable;

const isColumn = (feature: Preprocessing['features'][number]): feature is ColumnFeature => 'name' in feature;

/** The columns that a row of values is given by, in order. */
export const inputColumns = ({ features }: Pick<Preprocessing, 'features'>): InputColumn[] =>
  features.filter(isColumn).map((feature) => {
    const { name, missing } = feature;
    const { action } = missing;
    const cost = { missing: action === 'error' || action === 'drop' ? action : ('fill' as const) };
    if (feature.kind !== 'category')
      return { name, type: feature.kind === 'date' ? 'date' : 'number', ...cost };
    const rare = rareLevel(feature);
    const texts = [
      ...feature.categories.map((text, level) => ({ text, level })),
      ...(feature.rare ?? []).map((text) => ({ text, level: rare })),
    ];
    return { name, type: 'category', texts, unseen: rare, ...cost };
  });

/** Value that stands for a missing one of a feature: NaN where none does. */
function fillingOf(feature: ColumnFeature): number {
  const { missing } = feature;
  if (feature.kind === 'category') {
    const level = missingLevel(feature);
    return level < 0 ? rareLevel(feature) : level;
  }
  return missing.action === 'fill' ? (missing.value as number) : Number.NaN;
}

/** The part of a program that makes x of the values of a row: numbers, seconds of dates, levels of categories. */
export function encodePart(
  preprocessing: Pick<Preprocessing, 'features'>,
  constants: Constants,
): { readonly part: PartBuilder; readonly values: Span; readonly x: Span } {
  const columns = preprocessing.features.filter(isColumn);
  const span = (name: string, length: number): Span => ({ kind: 'span', name, from: 0, length });
  const values = span('values', columns.length);
  const x = span('x', inputs(preprocessing));
  const part = new PartBuilder(constants);
  refuseMissing(columns, values, part);
  part.do('clear', x, x.length);
  const placed = placeFeatures(preprocessing.features, columns);
  for (const { feature, value, last } of placed)
    if ('indicator' in feature && feature.indicator)
      part.set(x, last, call('isMissing', element(values, value)));
  const fillings = columns.map(fillingOf);
  if (fillings.some((filling) => !Number.isNaN(filling)))
    part.do('fill', values, constants.add('fillings', fillings), columns.length);
  new Encoding(part, values, x, columns).encode(placed);
  return { part, values, x };
}

function refuseMissing(columns: readonly ColumnFeature[], values: Span, part: PartBuilder): void {
  const ruleOf = ({ missing: { action } }: ColumnFeature) =>
    action === 'error' ? ERROR : action === 'drop' ? DROPPED : FILLED;
  const rules = columns.map(ruleOf);
  for (const rule of [DROPPED, ERROR])
    if (rules.includes(rule))
      part.refuse(
        rule === ERROR,
        'firstMissing',
        values,
        part.constants.add('missing_rules', rules),
        rule,
        columns.length,
      );
}

/** A feature, the index of its value, and its columns of x from `at` to `last`. */
interface Placed {
  readonly feature: Preprocessing['features'][number];
  readonly value: number;
  readonly at: number;
  readonly last: number;
}

function placeFeatures(features: Preprocessing['features'], columns: readonly ColumnFeature[]): Placed[] {
  let at = 0;
  return features.map((feature) => {
    const from = at;
    at += width(feature);
    return { feature, value: columns.indexOf(feature as ColumnFeature), at: from, last: at - 1 };
  });
}

/** Writes the columns of x of each feature. */
class Encoding {
  /** Column of each of x that has to be finite; −1 of the others. */
  private readonly finite: number[];
  private readonly finiteValues: number[];

  constructor(
    private readonly part: PartBuilder,
    private readonly values: Span,
    private readonly x: Span,
    private readonly columns: readonly ColumnFeature[],
  ) {
    this.finite = Array(x.length).fill(-1);
    this.finiteValues = Array(values.length).fill(-1);
  }

  encode(placed: readonly Placed[]): void {
    const { part, values, x } = this;
    for (let i = 0; i < placed.length; ) {
      const run = plainRun(placed, i);
      if (run > 1) this.standardize(placed.slice(i, i + run));
      else this.feature(placed[i]);
      i += Math.max(run, 1);
    }
    const check = (name: string, of: Span, columns: readonly number[]) => {
      if (columns.some((column) => column >= 0))
        part.refuse(true, 'firstNotFinite', of, part.constants.add(name, columns), of.length);
    };
    check('finite_values', values, this.finiteValues);
    check('finite_x', x, this.finite);
  }

  /** Plain number columns side by side, in one step. */
  private standardize(run: readonly Placed[]): void {
    const { part, values, x } = this;
    const scalings = run.map(({ feature }) => feature as NumberFeature);
    const add = (name: string, numbers: number[]) => part.constants.add(name, numbers);
    part.do(
      'standardize',
      ...([values, run[0].value, x, run[0].at] as const),
      add(
        'centers',
        scalings.map(({ center }) => center),
      ),
      add(
        'scales',
        scalings.map(({ scale }) => scale),
      ),
      run.length,
    );
    for (const { at, value } of run) {
      this.finite[at] = value;
      this.finiteValues[value] = value;
    }
  }

  private feature(placed: Placed): void {
    const { feature } = placed;
    switch (feature.kind) {
      case 'number':
        this.number(placed, feature);
        break;
      case 'category':
        this.category(placed, feature);
        break;
      case 'date':
        this.date(placed, feature);
        break;
      case 'basis':
        this.basis(placed, feature);
    }
  }

  private number({ value, at }: Placed, feature: NumberFeature): void {
    const { part, values, x } = this;
    this.finiteValues[value] = value;
    if (feature.scale === 0) return;
    const scaled = this.scale(feature.name, feature, element(values, value));
    const { encoding } = feature;
    if (encoding.type === 'none' || encoding.width !== null) {
      part.set(x, at, scaled);
      this.finite[at] = value;
      return;
    }
    const memory = part.claim(`${feature.name}_scaled`, 1);
    part.set(memory, 0, scaled);
    part.refuse(true, 'firstNotFinite', memory, part.constants.add('column', [value]), 1);
    part.do(
      'fillBins',
      x,
      at,
      element(memory, 0),
      part.constants.add(`${feature.name}_edges`, encoding.edges),
    );
  }

  private category({ value, at, last }: Placed, feature: CategoryFeature): void {
    if (isConstant(feature)) return;
    const { part, values, x } = this;
    const level = element(values, value);
    const { encoding } = feature;
    switch (encoding.type) {
      case 'onehot':
        part.do('onehot', level, x, at, last - at + 1);
        break;
      case 'embedding': {
        const unseen = feature.categories.length + (feature.missing.action === 'category' ? 1 : 0);
        part.set(x, at, feature.rare ? level : call('ofUnseen', level, unseen));
        break;
      }
      case 'target':
        encoding.scalings.forEach((scaling, j) => {
          const { x: scaled } = scaleFunction(scaling);
          const numbers = part.constants.add(
            `${feature.name}_${encoding.columns[j]}`,
            encoding.means[j].map(scaled),
          );
          part.set(x, at + j, call('ofLevel', level, numbers, scaled(encoding.overall[j])));
        });
    }
  }

  private date({ value, at }: Placed, feature: DateFeature): void {
    const names = feature.parts.flatMap((name) =>
      partOf(name).period ? [`date_${name}_sin`, `date_${name}_cos`] : [`date_${name}`],
    );
    names.forEach((name, j) => {
      const scaling = feature.scalings[j];
      if (scaling.scale === 0) return;
      const scaled = this.scale(`${feature.name}_${name}`, scaling, call(name, element(this.values, value)));
      this.part.set(this.x, at + j, scaled);
    });
  }

  private basis({ at }: Placed, { expression, ...scaling }: BasisFeature): void {
    const { part, x, columns } = this;
    const known = columns.filter(({ kind }) => kind === 'number' || kind === 'variable');
    const tree = parse(
      expression,
      known.map(({ name }) => name),
      { where: `data.basis: ${expression}`, failure: 'data' },
    );
    const places = new Map(columns.map((column, i) => [column.name, i]));
    const column = firstVariable(tree, places) ?? 0;
    const memory = part.claim('basis', 1);
    part.set(memory, 0, this.formula(tree, places));
    if (scaling.curve) part.refuse(true, 'firstNotFinite', memory, part.constants.add('column', [column]), 1);
    if (scaling.scale !== 0) part.set(x, at, this.scale('basis', scaling, element(memory, 0)));
    this.finite[at] = column;
  }

  private formula(node: Formula, places: ReadonlyMap<string, number>): Expression {
    switch (node.type) {
      case 'number':
        return node.value;
      case 'variable':
        return element(this.values, places.get(node.name)!);
      case 'unary':
        return { kind: 'negation', argument: this.formula(node.argument, places) };
      case 'call':
        return call(node.function, this.formula(node.argument, places));
      case 'binary': {
        const [left, right] = [node.left, node.right].map((each) => this.formula(each, places));
        return node.operator === '^' ? call('pow', left, right) : operation(node.operator, left, right);
      }
    }
  }

  /** x of a value, as scaleFunction has it. */
  private scale(name: string, { center, scale, curve }: Scaling, value: Expression): Expression {
    const z = operation('/', operation('-', value, center), scale);
    switch (curve?.type) {
      case undefined:
        return z;
      case 'smooth_clip':
        return call('clip', z);
      case 'normal_scores': {
        const { constants } = this.part;
        const [from, to] = [
          constants.add(`${name}_values`, curve.values),
          constants.add(`${name}_scores`, curve.scores),
        ];
        return call('through', from, to, z);
      }
    }
  }
}

const firstVariable = (node: Formula, places: ReadonlyMap<string, number>): number | undefined => {
  switch (node.type) {
    case 'number':
      return undefined;
    case 'variable':
      return places.get(node.name);
    case 'binary':
      return firstVariable(node.left, places) ?? firstVariable(node.right, places);
    default:
      return firstVariable(node.argument, places);
  }
};

/** Counts the features from i on that are plain numbers whose values and columns of x lie side by side. */
function plainRun(placed: readonly Placed[], i: number): number {
  const isPlain = ({ feature }: Placed) =>
    feature.kind === 'number' &&
    feature.scale !== 0 &&
    feature.curve === undefined &&
    feature.encoding.type === 'none' &&
    !feature.indicator;
  let count = 0;
  while (
    i + count < placed.length &&
    isPlain(placed[i + count]) &&
    placed[i + count].value === placed[i].value + count &&
    placed[i + count].at === placed[i].at + count
  )
    count++;
  return count;
}
