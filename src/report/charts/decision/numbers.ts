import { rangeOf } from '../../../range.js';
import { bands } from '../../draw/heat.js';
import { ramp } from '../../draw/legend.js';
import { drawPlot, type Mark, type Picture, Plot } from '../../draw/plot.js';
import { short } from '../../draw/text.js';
import { colours } from '../../draw/theme.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { Surface } from '../../evidence/surface.js';
import { thinned } from '../../evidence/thinned.js';
import { planeFrame, readablePoints } from './frame.js';

/** Draws output j over the plane as bands of colour; rows in the colour of what is true. */
export function drawNumbers(evidence: Evidence, surface: Surface, j: number): Picture {
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
      ...planeFrame(surface, key.height),
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
