import { predictedClass } from '../../../metrics/index.js';
import { greatest } from '../../../range.js';
import { classProbabilities } from '../../../training/measuring/outputs.js';
import { regions } from '../../draw/heat.js';
import { type Entry, legend } from '../../draw/legend.js';
import { drawPlot, type Picture, Plot } from '../../draw/plot.js';
import { categoryColour, colours } from '../../draw/theme.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { Surface } from '../../evidence/surface.js';
import { thinned } from '../../evidence/thinned.js';
import { planeFrame, readablePoints } from './frame.js';

/** Draws the most probable class of each point, and how far it is ahead; rows in the colour of their class. */
export function drawClasses(evidence: Evidence, surface: Surface): Picture {
  const { outputs, resolution, limits } = surface;
  const margins = outputs.map(({ values }, k) => {
    const others = outputs.filter((_, other) => other !== k);
    return values.map((p, i) => p - greatest(others.map((other) => other.values[i])));
  });
  const entries: Entry[] = outputs.map(({ name }, k) => ({ label: name, colour: categoryColour(k) }));
  const points = classPoints(evidence);
  const wrong = points.filter(({ isWrong }) => isWrong);
  const key = legend([
    ...entries,
    ...(wrong.length > 0 ? [{ label: 'wrong', colour: colours.ink, shape: 'ring' as const }] : []),
  ]);
  return drawPlot('The most probable class for each point of the plane', {
    ...planeFrame(surface, key.height),
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

function classPoints({ model, parts }: Evidence) {
  const { target } = model.preprocessing;
  const names = target.kind === 'classes' ? target.classes : 'names' in target ? target.names : [];
  const { length } = names;
  return parts.flatMap(({ name, split, raw, predictions }) => {
    const probabilities = classProbabilities(predictions.y, split.rows, length);
    return thinned(split.rows, readablePoints).map((i) => {
      const truth = target.kind === 'classes' ? split.t[i] : predictedClass(split.t, i * length, length);
      const predicted = predictedClass(probabilities, i * length, length);
      return {
        x: raw![2 * i],
        y: raw![2 * i + 1],
        colour: categoryColour(truth),
        r: name === 'train' ? 2.5 : 3.8,
        isWrong: truth !== predicted,
        title: `${name}: ${names[truth]}${truth === predicted ? '' : `, taken for ${names[predicted]}`}`,
      };
    });
  });
}
