import { featureNames, type Preprocessing } from '../../data/preprocessing.js';
import { predictedNumbers } from '../../training/outputs.js';
import type { Chart } from '../chart.js';
import { type Evidence, held, type Part } from '../evidence.js';
import { drawImage, imageSide } from '../image.js';
import { legend } from '../legend.js';
import { drawElement, drawPlot, type Picture, Plot, toPicture } from '../plot.js';
import { rangeOf } from '../surface.js';
import { short, shorten, textWidth } from '../text.js';
import { colours } from '../theme.js';

interface Example {
  /** Its place in its split, from 1. */
  readonly row: number;
  readonly error: number;
  /** [inputs], as the network gets and gives them. */
  readonly original: Float64Array;
  readonly reconstruction: Float64Array;
}

/** What an autoencoder makes of rows, from those it knows best to those it knows least. */
export const reconstructions = {
  title: 'Reconstructions',
  applies: ({ model, parts }) => parts.length > 0 && model.preprocessing.target.kind === 'reconstruction',
  draw(evidence) {
    const part = held(evidence);
    const { preprocessing } = evidence.model;
    const side = imageSide(preprocessing);
    const count = side === null ? 4 : 10;
    const shown = examples(evidence, part, Math.min(count, part.split.rows));
    return {
      caption:
        `Rows of the ${part.name} split, evenly from the one with the smallest error to the one with the largest: ` +
        (side === null
          ? 'what goes in and what comes out, column by column, as the network sees them (scaled).'
          : 'what goes in (above) and what comes out (below); the number is the root of the mean squared error, of the inputs as the network sees them.'),
      pictures: [side === null ? profiles(shown, preprocessing) : images(shown, side, preprocessing)],
    };
  },
} satisfies Chart;

function examples({ network, model }: Evidence, { split, predictions }: Part, count: number): Example[] {
  const { inputs } = network;
  const y = predictedNumbers(network, predictions.y, model.preprocessing.target);
  const rows = Array.from({ length: split.rows }, (_, i) => {
    const original = split.x.subarray(i * inputs, (i + 1) * inputs);
    const reconstruction = y.subarray(i * inputs, (i + 1) * inputs);
    const squares = original.reduce(
      (sum, x, j) => sum + (x - reconstruction[j]) * (x - reconstruction[j]),
      0,
    );
    return { row: i + 1, error: Math.sqrt(squares / inputs), original, reconstruction };
  }).sort((a, b) => a.error - b.error || a.row - b.row);
  const last = rows.length - 1;
  return Array.from({ length: count }, (_, k) => rows[Math.round((k * last) / Math.max(1, count - 1))]);
}

function images(shown: readonly Example[], side: number, preprocessing: Preprocessing): Picture {
  const size = 78;
  const gap = 10;
  const scalings = preprocessing.features.map((feature) =>
    feature.kind === 'number' ? feature : { center: 0, scale: 1 },
  );
  const plain = (values: Float64Array) => values.map((x, j) => x * scalings[j].scale + scalings[j].center);
  const range = rangeOf(shown.flatMap(({ original }) => [...plain(original)]));
  const picture = { width: shown.length * (size + gap) + 30, height: 2 * (size + gap) + 24 };
  const element = drawElement({
    ...picture,
    margin: 0,
    axis: null,
    x: { domain: [0, picture.width], range: [0, picture.width] },
    y: { domain: [0, picture.height], range: [0, picture.height] },
    marks: [
      Plot.text(['in', 'out'], {
        x: () => 2,
        y: (_, i) => i * (size + gap) + size / 2,
        text: (d) => d,
        textAnchor: 'start',
        fill: colours.quiet,
      }),
      Plot.text(shown, {
        x: (_, k) => 30 + k * (size + gap) + size / 2,
        y: () => 2 * (size + gap) + 6,
        text: ({ error }) => short(error),
        fill: 'currentColor',
      }),
    ],
  });
  shown.forEach(({ row, original, reconstruction, error }, k) => {
    [original, reconstruction].forEach((values, i) => {
      const title = `row ${row}, ${i === 0 ? 'as it is' : `reconstructed; error ${short(error)}`}`;
      const place = { x: 30 + k * (size + gap), y: i * (size + gap), size, title };
      element.append(drawImage(plain(values), side, range, colours.sequential, place));
    });
  });
  return toPicture(element, 'Rows and their reconstructions', picture);
}

function profiles(shown: readonly Example[], preprocessing: Preprocessing): Picture {
  const names = featureNames(preprocessing);
  const points = shown.flatMap(({ row, error, original, reconstruction }) =>
    names.map((_, j) => ({
      fy: `row ${row}`,
      error,
      x: j,
      original: original[j],
      reconstruction: reconstruction[j],
    })),
  );
  const key = legend(
    [
      { label: 'in', colour: colours.train },
      { label: 'out', colour: colours.validation, shape: 'ring' },
    ],
    400,
  );
  const labels = names.map((name) => shorten(name, 20));
  const bottom = 24 + 0.75 * Math.max(...labels.map(textWidth));
  return drawPlot('Rows and their reconstructions', {
    width: Math.min(1100, Math.max(540, 90 + 30 * names.length)),
    height: key.height + 16 + 110 * shown.length + bottom,
    marginTop: key.height + 26,
    marginBottom: bottom,
    marginLeft: 52,
    marginRight: 100,
    x: {
      type: 'point',
      domain: [...names.keys()],
      tickFormat: (j: number) => labels[j],
      tickRotate: -45,
      label: null,
    },
    y: { label: 'scaled value', grid: true, ticks: 4, nice: true, labelAnchor: 'top' },
    fy: { label: null, domain: shown.map(({ row }) => `row ${row}`), padding: 0.12 },
    marks: [
      ...key.marks,
      Plot.frame({ stroke: colours.line }),
      Plot.link(points, {
        fy: 'fy',
        x1: 'x',
        x2: 'x',
        y1: 'original',
        y2: 'reconstruction',
        stroke: colours.quiet,
      }),
      Plot.dot(points, { fy: 'fy', x: 'x', y: 'original', fill: colours.train, r: 3.5 }),
      Plot.dot(points, {
        fy: 'fy',
        x: 'x',
        y: 'reconstruction',
        stroke: colours.validation,
        r: 3.5,
        strokeWidth: 1.6,
      }),
    ],
  });
}
