import { css, divergingColour } from '../draw/colours.js';
import { short, shorten } from '../draw/format.js';
import type { App } from '../state/app.js';
import { isGan } from '../state/gan.js';
import { useStore } from '../state/store.js';
import { NumberField } from './field.js';
import type { Panel } from './panel.js';

/** Most numbers that are written; more are colours alone. */
const mostTexts = 8;

/** One training row on its way forward, and the derivative of its loss on its way back. */
function OneSample({ app }: { readonly app: App }) {
  const way = useStore(app.store, ({ frame, session }) =>
    frame?.session === session?.session ? frame?.parts.trace : undefined,
  );
  const columns = useStore(app.store, ({ session }) => session?.columns ?? []);
  if (!way)
    return <p class="hint">The network is too large to follow a row through it here: mlp trace does.</p>;
  const { row, rows, input, slope, target, modules } = way;
  const go = (to: number) => app.follow(Math.min(Math.max(1, Math.round(to)), rows));
  return (
    <>
      <div class="row tour">
        <NumberField
          label={`Training row, 1 to ${rows}`}
          min={1}
          max={rows}
          step={1}
          value={row}
          onSet={go}
        />
        <button type="button" disabled={row <= 1} onClick={() => go(row - 1)}>
          Previous row
        </button>
        <button type="button" disabled={row >= rows} onClick={() => go(row + 1)}>
          Next row
        </button>
      </div>
      <p class="hint">
        Read down for the values forward, and up for the derivative of the loss L of this row back: ∂L/∂output
        of each module, then the greatest gradient of each of its parameters. As by mlp trace: nothing is
        dropped, no noise, no penalties. Target: {Array.from(target.slice(0, mostTexts), short).join(', ')}.
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of modules">
        <table class="trace">
          <thead>
            <tr>
              <th scope="col">Module</th>
              <th scope="col">Forward: value</th>
              <th scope="col">Back: ∂L/∂value</th>
              <th scope="col">Gradient of</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{shorten(`inputs ${columns.slice(0, 4).join(', ')}`, 24)}</th>
              <td>
                <Cells values={input} />
              </td>
              <td>
                <Cells values={slope} />
              </td>
              <td />
            </tr>
            {modules.map(({ name, kind, output, incoming, tensors }, i) => (
              <tr key={`${i} ${name}`}>
                <th scope="row">
                  {name === 'loss' ? `L: ${kind}` : `${name}: ${kind}`.replaceAll('_', ' ')}
                </th>
                <td>
                  <Cells values={output} />
                </td>
                <td>
                  <Cells values={incoming} />
                </td>
                <td>{tensors.map((tensor) => `${tensor.name} ${short(tensor.greatest)}`).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Numbers as colours, relative to the greatest: blue above 0, orange below. */
function Cells({ values }: { readonly values: Float64Array }) {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  return (
    <span class="cells">
      {Array.from(values, (value, i) => {
        const text = short(value);
        const colour = css(divergingColour(value / greatest / 1.6));
        return (
          <i key={i} title={text} style={{ background: colour }}>
            {values.length <= mostTexts ? text : ''}
          </i>
        );
      })}
    </span>
  );
}

export const trace: Panel = {
  id: 'trace',
  title: 'One sample, there and back',
  place: 'below',
  applies: ({ session }) => session !== null && !isGan(session),
  parts: ['trace'],
  Component: OneSample,
};
