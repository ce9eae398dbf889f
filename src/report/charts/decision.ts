import type { Chart } from '../chart.js';
import { type Evidence, plainColumns } from '../evidence.js';
import { bands, regions } from '../heat.js';
import { type Entry, legend, ramp } from '../legend.js';
import { drawPlot, type Mark, type Picture, Plot } from '../plot.js';
import { rangeOf, type Surface, surfaceOf } from '../surface.js';
import { short, shorten } from '../text.js';
import { categoryColour, colours } from '../theme.js';
import { thinned } from '../thinned.js';

const size = { width: 540, height: 500 };
const readablePoints = 800;

/** What is predicted for each point of the plane of two inputs, and the data on it. */
export const decision = {
  title: 'What is predicted where',
  applies: ({ model, parts }) => parts.length > 0 && plainColumns(model.preprocessing).length === 2,
  draw(evidence) {
    const surface = surfaceOf(evidence);
    const { kind } = evidence.model.preprocessing.target;
    if (kind === 'classes' || kind === 'distribution') {
      return {
        caption:
          'The colour of a place is that of its most probable class, the stronger the surer the network is (one step for each 0.25 that it is ahead of the ' +
          'next class); lines are where two classes are equally probable. Points are rows, small ones of the training split; a ringed one is wrong.',
        pictures: [classes(evidence, surface)],
      };
    }
    const pictures = surface.outputs.map((_, j) => numbers(evidence, surface, j));
    return {
      caption:
        kind === 'labels'
          ? 'The probability of each label; points are rows, in the colour of what is true: one that stands out is wrong.'
          : 'The colour is the prediction, and that of a point what is true there: where a point cannot be seen, both agree.',
      pictures,
    };
  },
} satisfies Chart;

const axes = ({ columns, limits }: Surface) => ({
  x: { domain: limits[0], label: shorten(columns[0]) },
  y: { domain: limits[1], label: shorten(columns[1]) },
});

function classes(evidence: Evidence, surface: Surface): Picture {
  const { outputs, resolution, limits } = surface;
  const margins = outputs.map(({ values }, k) => {
    const others = outputs.filter((_, other) => other !== k);
    return values.map((p, i) => p - Math.max(...others.map((other) => other.values[i])));
  });
  const entries: Entry[] = outputs.map(({ name }, k) => ({ label: name, colour: categoryColour(k) }));
  const points = classPoints(evidence);
  const wrong = points.filter(({ isWrong }) => isWrong);
  const key = legend(
    [
      ...entries,
      ...(wrong.length > 0 ? [{ label: 'wrong', colour: colours.ink, shape: 'ring' as const }] : []),
    ],
    size.width - 60,
  );
  return drawPlot('The most probable class for each point of the plane', {
    width: size.width,
    height: size.height + key.height,
    marginTop: key.height + 22,
    marginLeft: 50,
    ...axes(surface),
    color: { type: 'identity' },
    r: { type: 'identity' },
    marks: [
      ...key.marks,
      ...margins.flatMap((margin, k) =>
        regions({ values: margin, resolution, limits }, categoryColour(k), [0, 0.25, 0.5, 0.75]),
      ),
      Plot.frame({ stroke: colours.line }),
      Plot.dot(points, {
        x: 'x',
        y: 'y',
        fill: 'colour',
        r: 'r',
        stroke: colours.page,
        strokeWidth: 0.7,
        title: 'title',
      }),
      Plot.dot(wrong, { x: 'x', y: 'y', r: 5.5, stroke: colours.ink, strokeWidth: 1.4 }),
    ],
  });
}

function classPoints({ model, parts, network }: Evidence) {
  const { target } = model.preprocessing;
  const names = target.kind === 'classes' ? target.classes : 'names' in target ? target.names : [];
  const likeliest = (values: Float64Array, i: number, columns: number) => {
    if (columns === 1) return values[i] > 0.5 ? 1 : 0;
    let best = 0;
    for (let j = 1; j < columns; j++) if (values[i * columns + j] > values[i * columns + best]) best = j;
    return best;
  };
  return parts.flatMap(({ name, split, raw, predictions }) =>
    thinned(split.rows, readablePoints).map((i) => {
      const truth = target.kind === 'classes' ? split.t[i] : likeliest(split.t, i, names.length);
      const predicted = likeliest(predictions.y, i, network.outputs);
      return {
        x: raw![2 * i],
        y: raw![2 * i + 1],
        colour: categoryColour(truth),
        r: name === 'train' ? 2.5 : 3.8,
        isWrong: truth !== predicted,
        title: `${name}: ${names[truth]}${truth === predicted ? '' : `, taken for ${names[predicted]}`}`,
      };
    }),
  );
}

function numbers(evidence: Evidence, surface: Surface, j: number): Picture {
  const { resolution, limits, outputs } = surface;
  const { name, values } = outputs[j];
  const isLabel = evidence.model.preprocessing.target.kind === 'labels';
  const points = numberPoints(evidence, j);
  const range = isLabel
    ? ([0, 1] as const)
    : rangeOf([...values, ...points.map(({ truth }) => truth)].filter(Number.isFinite));
  const strip = colours.diverging;
  const colourOf = (value: number) => {
    const step = Math.floor(((value - range[0]) / (range[1] - range[0])) * strip.length);
    return strip[Math.min(strip.length - 1, Math.max(0, step))];
  };
  const key = ramp(range, strip, name);
  const marks: Mark[] = [
    ...key.marks,
    ...bands({ values, resolution, limits }, range, strip, { clip: 'frame' }),
    Plot.frame({ stroke: colours.line }),
    Plot.dot(points, {
      x: 'x',
      y: 'y',
      fill: ({ truth }) => colourOf(truth),
      r: 3,
      stroke: isLabel ? colours.page : colours.ink,
      strokeWidth: 0.8,
      strokeOpacity: 0.7,
      title: ({ part, truth }) => `${part}: ${short(truth)}`,
    }),
  ];
  return drawPlot(
    `${name} over the plane`,
    {
      width: size.width,
      height: size.height + key.height,
      marginTop: key.height + 22,
      marginLeft: 50,
      ...axes(surface),
      color: { type: 'identity' },
      marks,
    },
    outputs.length > 1 ? String(j + 1) : '',
  );
}

function numberPoints({ model, parts }: Evidence, j: number) {
  const { target } = model.preprocessing;
  return parts.flatMap(({ name, split, raw }) => {
    const columns = split.t.length / split.rows;
    const { center, scale } =
      target.kind === 'numbers'
        ? { center: target.center[j], scale: target.scale[j] }
        : { center: 0, scale: 1 };
    return thinned(split.rows, readablePoints / 2).map((i) => ({
      part: name,
      x: raw![2 * i],
      y: raw![2 * i + 1],
      truth: split.t[i * columns + j] * scale + center,
    }));
  });
}
