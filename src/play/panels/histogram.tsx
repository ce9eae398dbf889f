import { css } from '../draw/colours.js';
import { short, shorten } from '../draw/format.js';
import type { Samples } from '../worker/parts/samples.js';
import type { ViewFacts } from '../worker/view.js';
import { dataColour, sampleColour } from './samples.js';

const [width, height] = [300, 160];
const bins = 30;

/** Shares of the rows of the data along an axis, as bars, and of those that a generator makes, as a line. */
export function Histogram({ samples, view }: { readonly samples: Samples; readonly view: ViewFacts }) {
  const [[left, right]] = view.limits;
  const data = sharesOf(
    view.points.flatMap(({ places }) => [...places]),
    left,
    right,
  );
  const made = sharesOf([...samples.places], left, right);
  const most = Math.max(...data, ...made, 1e-9);
  const x = (bin: number) => (bin / bins) * width;
  const y = (share: number) => height - 2 - (share / most) * (height - 8);
  return (
    <figure class="map">
      <svg
        class="line"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`How often each value of ${view.axes[0]} is there, and is made`}
      >
        {data.map((share, bin) => (
          <rect
            key={bin}
            x={x(bin)}
            y={y(share)}
            width={width / bins - 1}
            height={height - y(share)}
            fill={css(dataColour)}
          />
        ))}
        <polyline
          points={made.map((share, bin) => `${x(bin + 0.5)},${y(share)}`).join(' ')}
          style={{ stroke: css(sampleColour) }}
        />
      </svg>
      <figcaption>
        across: {shorten(view.axes[0], 24)}, {short(left)} to {short(right)}
      </figcaption>
    </figure>
  );
}

function sharesOf(values: readonly number[], left: number, right: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - left) / (right - left)) * bins);
    if (bin in counts) counts[bin]++;
  }
  return counts.map((count) => count / Math.max(1, values.length));
}
