import type { Drawing } from './chart.js';
import type { Evidence } from './evidence.js';
import { signedBands } from './heat.js';
import { child, drawElement, Plot, toPicture } from './plot.js';
import { type Field, rangeOf, type Surface } from './surface.js';
import { short, shorten } from './text.js';
import { colours } from './theme.js';

/** Of a small picture; of a layer with few units they are larger. */
const sideFor = (units: number): number => (units <= 8 ? 56 : 44);
const gap = 10;
const room = 136;
const margin = 46;
const top = 34;
const readableUnits = 16;

interface Unit extends Field {
  /** Among the units of its layer. */
  readonly index: number;
  /** The value in the middle of the colours. */
  readonly middle: number;
  readonly x: number;
  readonly y: number;
}

interface Column {
  readonly title: string;
  readonly units: readonly Unit[];
  /** Of the affine map that leads here, [units, units of the column before]. */
  readonly weight: string | null;
}

/**
 * The network as columns of small pictures, each of a unit's output over the plane of the two inputs, joined by the weights. A layer with
 * many units shows those that the next one listens to most.
 */
export function drawUnitMap(evidence: Evidence, surface: Surface): Drawing {
  const { columns, side, tallest } = layOut(evidence, surface);
  const size = {
    width: room * (columns.length - 1) + side + 2 * margin,
    height: top + tallest * (side + gap) + 10,
  };
  const element = drawElement({
    ...size,
    margin: 0,
    axis: null,
    x: { domain: [0, size.width], range: [0, size.width] },
    y: { domain: [0, size.height], range: [0, size.height] },
    color: { type: 'identity' },
    marks: [
      Plot.link(links(columns, side, evidence), {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        stroke: 'colour',
        strokeWidth: 'width',
        strokeOpacity: 0.75,
        curve: 'bump-x',
        title: 'title',
      }),
      Plot.text(columns, {
        x: ({ units }) => units[0].x + side / 2,
        y: () => 12,
        text: ({ title }) => title,
        fill: colours.quiet,
      }),
      Plot.text(
        columns.filter((_, i) => i === 0 || i === columns.length - 1).flatMap(({ units }) => units),
        {
          x: ({ x }) => x + side / 2,
          y: ({ y }) => y - 5,
          text: ({ name }) => shorten(name, 16),
          fontSize: 10,
          stroke: colours.page,
          fill: 'currentColor',
        },
      ),
    ],
  });
  for (const unit of columns.flatMap(({ units }) => units)) element.append(thumbnail(unit, side, surface));
  const crowded = surface.hidden.some(({ units }) => units.length > readableUnits);
  return {
    caption:
      'Each square is the output of a unit over the plane of the two inputs: blue where it is positive, orange where it is negative, of equal strength at its own largest value ' +
      '(outputs: blue is more, orange less than the middle). Lines are weights, blue positive, orange negative, the thicker the larger in their layer.' +
      (crowded ? ` Of a layer with more, the ${readableUnits} units that the next layer weighs most.` : ''),
    pictures: [toPicture(element, 'What each unit has learned', size)],
  };
}

function layOut({ model }: Evidence, { inputs, hidden, outputs }: Surface) {
  const weightOf = (name: string) => (model.tensors.get(name)?.shape.length === 2 ? name : null);
  const { config } = model;
  let first = 0;
  const layers = hidden.map(({ layer, units }) => {
    const dense = config.layers.findIndex(({ type }, i) => i >= first && i <= layer && type === 'dense');
    first = layer + 1;
    return {
      title: `layers.${layer}`,
      fields: units,
      weight: dense < 0 ? null : weightOf(`layers.${dense}.weight`),
    };
  });
  const all = [
    { title: 'input', fields: inputs, weight: null },
    ...layers,
    { title: 'output', fields: shownOutputs(outputs, model), weight: weightOf('head.weight') },
  ];
  const chosen = all.map(({ fields }, c) =>
    mostHeard(fields.length, model.tensors.get(all[c + 1]?.weight ?? '')),
  );
  const tallest = Math.max(...chosen.map(({ length }) => length));
  const side = sideFor(tallest);
  const columns = all.map(
    ({ title, fields, weight }, c): Column => ({
      title,
      weight,
      units: chosen[c].map((index, k) => ({
        ...fields[index],
        index,
        middle: c === all.length - 1 ? middleOf(fields[index]) : 0,
        x: margin + c * room,
        y: top + ((tallest - chosen[c].length) / 2 + k) * (side + gap),
      })),
    }),
  );
  return { columns, side, tallest };
}

/** A head with one output for two classes is one unit: the probability of the second. */
const shownOutputs = (outputs: readonly Field[], { summary }: Evidence['model']): readonly Field[] =>
  outputs.slice(outputs.length - summary.outputs);

/** Probabilities turn at ½, numbers at the middle of what is predicted. */
function middleOf({ values }: Field): number {
  const [low, high] = rangeOf(values);
  return low >= 0 && high <= 1 ? 0.5 : (low + high) / 2;
}

/** The units with the largest outgoing weights, Σ |w|, in their own order; all where they are few. */
function mostHeard(
  units: number,
  next: { readonly data: Float64Array; readonly shape: readonly number[] } | undefined,
): number[] {
  const all = Array.from({ length: units }, (_, i) => i);
  if (units <= readableUnits) return all;
  const heard = new Float64Array(units);
  next?.data.forEach((w, k) => {
    heard[k % units] += Math.abs(w);
  });
  const loudest = [...all].sort((i, j) => heard[j] - heard[i] || i - j).slice(0, readableUnits);
  return loudest.sort((i, j) => i - j);
}

function links(columns: readonly Column[], side: number, { model }: Evidence) {
  return columns.flatMap(({ weight, units }, c) => {
    if (weight === null || c === 0) return [];
    const before = columns[c - 1].units;
    const { data, shape } = model.tensors.get(weight)!;
    const largest = Math.max(...data.map(Math.abs));
    return units.flatMap((to) =>
      before.map((from) => {
        const w = data[to.index * shape[1] + from.index];
        return {
          x1: from.x + side,
          y1: from.y + side / 2,
          x2: to.x,
          y2: to.y + side / 2,
          colour: w < 0 ? colours.diverging[1] : colours.diverging.at(-2)!,
          width: 0.3 + (4 * Math.abs(w)) / (largest || 1),
          title: `${from.name} → ${to.name}: weight ${short(w)}`,
        };
      }),
    );
  });
}

function thumbnail({ name, values, middle, x, y }: Unit, side: number, { resolution, limits }: Surface) {
  const coarse = resolution / 2;
  const field = Float64Array.from({ length: coarse * coarse }, (_, i) => {
    const at = 2 * Math.floor(i / coarse) * resolution + 2 * (i % coarse);
    return (values[at] + values[at + 1] + values[at + resolution] + values[at + resolution + 1]) / 4 - middle;
  });
  const [low, high] = rangeOf(values);
  const size = Math.max(0, ...rangeOf(field).map(Math.abs));
  const element = drawElement({
    width: side,
    height: side,
    margin: 0,
    axis: null,
    x: { domain: limits[0] },
    y: { domain: limits[1] },
    marks: [
      ...signedBands({ values: field, resolution: coarse, limits }, size),
      Plot.frame({ stroke: colours.line, strokeWidth: 2 }),
    ],
  });
  element.setAttribute('x', String(x));
  element.setAttribute('y', String(y));
  child(element, 'title', {}, `${name}: from ${short(low)} to ${short(high)}`);
  return element;
}
