import { greatest } from '../../../range.js';
import { chartWidth, drawPlot, Plot } from '../../draw/plot.js';
import { shorten } from '../../draw/text.js';
import { colours } from '../../draw/theme.js';
import type { Surface } from '../../evidence/surface.js';
import type { Drawing } from '../chart.js';

const readableUnits = 32;
const columns = 4;

/** Draws the output of each hidden unit over the one input, as a small curve each. */
export function drawUnitCurves({ columns: [column], limits, resolution, hidden }: Surface): Drawing {
  const [low, high] = limits[0];
  const pictures = hidden.map(({ name, units }) => {
    const shown = units.slice(0, readableUnits);
    const rows = Math.ceil(shown.length / columns);
    const points = shown.flatMap(({ values }, j) =>
      Array.from({ length: resolution / 2 }, (_, k) => ({
        fx: j % columns,
        fy: Math.floor(j / columns),
        x: low + ((2 * k + 0.5) / resolution) * (high - low),
        y: values[2 * k],
      })).filter(({ y }) => Number.isFinite(y)),
    );
    const labels = shown.map((_, j) => ({
      fx: j % columns,
      fy: Math.floor(j / columns),
      text: `unit ${j + 1}`,
    }));
    return drawPlot(
      `The output of each unit of ${name}`,
      {
        width: chartWidth,
        height: 60 + 84 * rows,
        marginTop: 24,
        marginLeft: 46,
        marginBottom: 42,
        x: { label: shorten(column), ticks: 2 },
        y: { label: name, ticks: 3, nice: true, labelAnchor: 'top' },
        fx: {
          axis: null,
          domain: Array.from({ length: Math.min(columns, shown.length) }, (_, i) => i),
          padding: 0.08,
        },
        fy: { axis: null, padding: 0.14 },
        marks: [
          Plot.frame({ stroke: colours.line }),
          Plot.ruleY([0], { stroke: colours.line }),
          Plot.line(points, { fx: 'fx', fy: 'fy', x: 'x', y: 'y', stroke: colours.train, strokeWidth: 1.6 }),
          Plot.text(labels, {
            fx: 'fx',
            fy: 'fy',
            text: 'text',
            frameAnchor: 'top-left',
            dx: 5,
            dy: 5,
            fill: colours.quiet,
            stroke: colours.page,
          }),
        ],
      },
      name.replace('.', '-'),
    );
  });
  const most = greatest(hidden.map(({ units }) => units.length));
  const some = most > readableUnits ? ` The first ${readableUnits} units of a layer.` : '';
  return {
    caption: `The output of each unit over the input: the curves that the next layer adds up.${some}`,
    pictures,
  };
}
