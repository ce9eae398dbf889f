import { greatest, rangeOf } from '../../../range.js';
import { signedBands } from '../../draw/heat.js';
import { child, drawElement, Plot, smallFont, toPicture } from '../../draw/plot.js';
import { short, shorten } from '../../draw/text.js';
import { colours } from '../../draw/theme.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { Surface } from '../../evidence/surface.js';
import type { Drawing } from '../chart.js';
import { columnStep, gap, layOut, links, margin, readableUnits, top, type Unit } from './columns.js';

/**
 * Draws the network as columns of small pictures, each of a unit's output over the plane of the two inputs, joined by
 * the weights. A layer with many units shows those with the largest outgoing weights.
 */
export function drawUnitMap(evidence: Evidence, surface: Surface): Drawing {
  const { columns, side, tallest } = layOut(evidence, surface);
  const size = {
    width: columnStep * (columns.length - 1) + side + 2 * margin,
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
        stroke: colours.page,
      }),
      Plot.text(
        columns.filter((_, i) => i === 0 || i === columns.length - 1).flatMap(({ units }) => units),
        {
          x: ({ x }) => x + side / 2,
          y: ({ y }) => y - 5,
          text: ({ name }) => shorten(name, 16),
          fontSize: smallFont,
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
      'Each square is the output of a unit over the plane of the two inputs: blue where it is positive, orange ' +
      'where it is negative, of equal strength at its own largest value (outputs: blue is more, orange less ' +
      'than the middle). Lines are weights, blue positive, orange negative, the thicker the larger in their ' +
      'layer.' +
      (crowded ? ` Of a layer with more, the ${readableUnits} units that the next layer weighs most.` : ''),
    pictures: [toPicture(element, 'What each unit has learned', size)],
  };
}

/** Cells of a small picture along each side. */
const cells = 32;

function thumbnail({ name, values, middle, x, y }: Unit, side: number, { resolution, limits }: Surface) {
  const field = coarse(values, resolution).map((value) => value - middle);
  const [low, high] = rangeOf(values);
  const size = Math.max(0, greatest(field.map(Math.abs)));
  const element = drawElement({
    width: side,
    height: side,
    margin: 0,
    axis: null,
    x: { domain: limits[0] },
    y: { domain: limits[1] },
    marks: [
      ...signedBands({ values: field, resolution: cells, limits }, size),
      Plot.frame({ stroke: colours.line, strokeWidth: 2 }),
    ],
  });
  element.setAttribute('x', String(x));
  element.setAttribute('y', String(y));
  child(element, 'title', {}, `${name}: from ${short(low)} to ${short(high)}`);
  return element;
}

/** Means of square blocks: [resolution · resolution] becomes [cells · cells]. */
function coarse(values: Float64Array, resolution: number): Float64Array {
  const means = new Float64Array(cells * cells);
  const block = resolution / cells;
  for (let i = 0; i < resolution; i++) {
    for (let j = 0; j < resolution; j++)
      means[Math.floor(i / block) * cells + Math.floor(j / block)] +=
        values[i * resolution + j] / (block * block);
  }
  return means;
}
