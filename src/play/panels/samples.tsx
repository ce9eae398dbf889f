import { useMemo } from 'preact/hooks';
import { css, divergingColour, type Rgb } from '../draw/colours.js';
import { short, shorten } from '../draw/format.js';
import { Heat } from '../draw/heat.js';
import { type Cloud, Scatter } from '../draw/scatter.js';
import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { Samples } from '../worker/parts/samples.js';
import type { ViewFacts } from '../worker/view.js';
import { Histogram } from './histogram.js';
import type { Panel } from './panel.js';

/** Colours of rows of the data, and of those that the network makes. */
export const dataColour: Rgb = [90, 90, 90];
export const sampleColour: Rgb = [200, 30, 110];

const side = 300;

/** Rows that a generator makes, over those of the data. */
function RowsMade({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const view = useStore(app.store, (state) => state.view);
  const frame = useStore(app.store, (state) => state.frame);
  const samples = frame?.session === session?.session ? frame?.parts.samples : undefined;
  if (!samples) return <p class="hint">Rows are drawn here once there is a network.</p>;
  return (
    <>
      {view?.axes.length === 2 && <Plane samples={samples} view={view} />}
      {view?.axes.length === 1 && <Histogram samples={samples} view={view} />}
      {view && (
        <ul class="key">
          <li>
            <i style={{ background: css(dataColour) }} /> rows of the data
          </li>
          <li>
            <i style={{ background: css(sampleColour) }} /> {samples.rows} rows that the network makes
          </li>
        </ul>
      )}
      {samples.judged && view?.axes.length === 2 && (
        <p class="hint">
          Behind them what the discriminator says of each place: blue where it takes rows for real, orange
          where for made.
        </p>
      )}
      <FirstRows samples={samples} />
    </>
  );
}

/** Points of the data, and over them those of rows that are made. */
export const cloudsOf = ({ points }: ViewFacts, places: Float64Array): Cloud[] => [
  ...points.map((part) => ({ places: part.places, colour: dataColour, radius: 2.4, opacity: 0.55 })),
  { places, colour: sampleColour, radius: 2.6, opacity: 0.9 },
];

function Plane({ samples, view }: { readonly samples: Samples; readonly view: ViewFacts }) {
  const { places, judged, rows } = samples;
  const { axes, limits } = view;
  const clouds = useMemo(() => cloudsOf(view, places), [view, places]);
  const [[left, right], [bottom, top]] = limits;
  return (
    <figure class="map">
      <div
        class="plane"
        role="img"
        aria-label={`${rows} rows that the network makes, over ${axes.join(' and ')}`}
      >
        {judged && (
          <Heat
            width={judged.resolution}
            height={judged.resolution}
            colourOf={(point) =>
              Number.isFinite(judged.values[point]) ? divergingColour(2 * judged.values[point] - 1) : null
            }
          />
        )}
        <Scatter clouds={clouds} limits={limits} side={side} />
      </div>
      <figcaption>
        <span>
          across: {shorten(axes[0], 24)}, {short(left)} to {short(right)}
        </span>
        <span>
          up: {shorten(axes[1], 24)}, {short(bottom)} to {short(top)}
        </span>
      </figcaption>
    </figure>
  );
}

/** A few rows with their values. */
function FirstRows({ samples: { columns, values } }: { readonly samples: Samples }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Rows that the network makes">
      <table class="rows">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {shorten(name, 14)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map((row, i) => (
            <tr key={i}>
              {row.map((value, j) => (
                <td key={columns[j]}>
                  {value === null ? '–' : typeof value === 'number' ? short(value) : shorten(value, 14)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const samples: Panel = {
  id: 'samples',
  title: 'Rows that it makes',
  place: 'results',
  applies: ({ session }) => session?.target.kind === 'generation',
  parts: ['samples'],
  Component: RowsMade,
};
