import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, type Mark, type Picture, Plot } from '../draw/plot.js';
import { shorten } from '../draw/text.js';
import { categoryColour, colours } from '../draw/theme.js';
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

/**
 * Colour of each curve by its place among those shown. As long as the colours suffice, it is that of its class in other
 * charts.
 */
export function curveColours(shown: readonly OneAgainstRest[]): (place: number) => string {
  const suffice = shown.every(({ index }) => index < colours.categories.length);
  return (place) => categoryColour(suffice ? shown[place].index : place);
}

/** Draws a curve for each class against all others, in the unit square. */
export function drawClassCurves(
  shown: readonly OneAgainstRest[],
  { title, x, y, score, points, guessing, inSteps }: ClassCurves,
): Picture {
  const colourOf = curveColours(shown);
  const key = legend(
    shown.map((curve, place) => ({
      label: `${shorten(curve.name, 20)}: ${score(curve)}`,
      colour: colourOf(place),
      shape: 'line',
    })),
  );
  const drawn = shown.flatMap((curve, place) =>
    visible(points(curve).map(([x, y]) => ({ name: curve.name, colour: colourOf(place), x, y }))),
  );
  return drawPlot(title, {
    width: chartWidth,
    height: 350 + key.height,
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
