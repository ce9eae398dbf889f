import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, type Mark, Plot } from '../draw/plot.js';
import { shorten } from '../draw/text.js';
import { categoryColour, colours } from '../draw/theme.js';
import { type Evidence, plainColumns } from '../evidence/evidence.js';
import { surfaceOf } from '../evidence/surface.js';
import { thinned } from '../evidence/thinned.js';
import type { Chart } from './chart.js';

/** The function that was learned of one input, and the data it was learned from. */
export const fittedCurve = {
  title: 'The fitted curve',
  applies: ({ model, parts }) => parts.length > 0 && plainColumns(model.preprocessing).length === 1,
  draw(evidence) {
    const { columns, limits, resolution, outputs } = surfaceOf(evidence);
    const { target } = evidence.model.preprocessing;
    const [low, high] = limits[0];
    const several = outputs.length > 1;
    const lines = outputs.flatMap(({ name, values }, j) =>
      Array.from(values, (value, i) => ({
        name,
        x: low + ((i + 0.5) / resolution) * (high - low),
        y: value,
        colour: several ? categoryColour(j) : colours.ink,
      })).filter(({ y }) => Number.isFinite(y)),
    );
    const parts = evidence.parts.map(({ name }) => name);
    const key = legend([
      ...outputs.map(({ name }, j) => ({
        label: several ? name : 'prediction',
        colour: several ? categoryColour(j) : colours.ink,
        shape: 'line' as const,
      })),
      ...(several ? [] : parts.map((part) => ({ label: part, colour: colours[part] }))),
    ]);
    const isProbability = target.kind !== 'numbers';
    const picture = drawPlot('What is predicted for each value of the input', {
      width: chartWidth,
      height: 310 + key.height,
      marginTop: key.height + 22,
      marginLeft: 58,
      x: { label: shorten(columns[0]), domain: [low, high] },
      y: {
        label: isProbability ? 'probability' : several ? 'prediction' : shorten(outputs[0].name),
        grid: true,
        nice: true,
        ...(isProbability && { domain: [0, 1] }),
      },
      color: { type: 'identity' },
      marks: [
        ...key.marks,
        points(evidence),
        Plot.line(lines, { x: 'x', y: 'y', z: 'name', stroke: 'colour', strokeWidth: 2 }),
      ],
    });
    return {
      caption: isProbability
        ? 'The probabilities for each value of the input; a point is a row, at the top where it is what the line says.'
        : 'The line is the prediction for each value of the input, a bit beyond the data on both sides; points ' +
          'are the data.',
      pictures: [picture],
    };
  },
} satisfies Chart;

function points({ model, parts, network }: Evidence): Mark {
  const { target } = model.preprocessing;
  const names = target.kind === 'classes' ? target.classes : 'names' in target ? target.names : [];
  const rows = parts.flatMap(({ name, split, raw }) =>
    thinned(split.rows, 600).flatMap((i) =>
      names.map((_, j) => {
        const t = target.kind === 'classes' ? Number(split.t[i] === j) : split.t[i * names.length + j];
        const y = target.kind === 'numbers' ? t * target.scale[j] + target.center[j] : t;
        return { x: raw![i], y, colour: names.length > 1 ? categoryColour(j) : colours[name] };
      }),
    ),
  );
  const fillOpacity = network.outputs > 1 ? 0.35 : 0.6;
  return Plot.dot(rows, { x: 'x', y: 'y', fill: 'colour', fillOpacity, r: 2.8 });
}
