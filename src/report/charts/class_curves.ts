import { legend } from '../draw/legend.js';
import { drawPlot, type Mark, type Picture, Plot } from '../draw/plot.js';
import { shorten } from '../draw/text.js';
import { categoryColour } from '../draw/theme.js';
import { type OneAgainstRest, visible } from '../evidence/one_against_rest.js';

interface ClassCurves {
  readonly title: string;
  /** Labels of the axes, both from 0 to 1. */
  readonly x: string;
  readonly y: string;
  /** Text beside the name of a class in the legend. */
  score(curve: OneAgainstRest): string;
  /** Points of a class, as [x, y]. */
  points(curve: OneAgainstRest): readonly (readonly [number, number])[];
  /** Mark of what guessing would give. */
  readonly guessing: Mark;
  /** Whether a curve goes in steps, each before its point. */
  readonly inSteps: boolean;
}

/** Draws a curve for each class against all others, in the unit square. */
export function drawClassCurves(
  shown: readonly OneAgainstRest[],
  { title, x, y, score, points, guessing, inSteps }: ClassCurves,
): Picture {
  const key = legend(
    shown.map((curve) => ({
      label: `${shorten(curve.name, 20)}: ${score(curve)}`,
      colour: categoryColour(curve.index),
      shape: 'line',
    })),
    470,
  );
  const drawn = shown.flatMap((curve) => {
    const { name, index } = curve;
    return visible(points(curve).map(([x, y]) => ({ name, colour: categoryColour(index), x, y })));
  });
  return drawPlot(title, {
    width: 540,
    height: 400 + key.height,
    marginTop: key.height + 22,
    marginLeft: 50,
    x: { label: x, domain: [0, 1], grid: true },
    y: { label: y, domain: [0, 1], grid: true },
    color: { type: 'identity' },
    marks: [
      ...key.marks,
      guessing,
      Plot.line(drawn, {
        ...{ x: 'x', y: 'y', z: 'name', stroke: 'colour', strokeWidth: 1.8 },
        ...(inSteps && { curve: 'step-before' as const }),
      }),
    ],
  });
}
