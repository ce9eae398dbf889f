import { short } from '../draw/format.js';
import type { App } from '../state/app.js';
import { isGan } from '../state/gan.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

/** Least decades that the bars span. */
const leastDecades = 3;

/** Size of the gradient of each layer, and its units that learn nothing. */
function GradientsByLayer({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const frame = useStore(app.store, (state) => state.frame);
  const gradients = frame?.session === session?.session ? frame?.parts.gradients : undefined;
  if (!session || !gradients) return null;
  const { matrices, units, rows } = gradients;
  const logs = matrices.map(({ size }) => Math.log10(size));
  const known = logs.filter(Number.isFinite);
  const high = Math.ceil(Math.max(...known));
  const low = Math.min(high - leastDecades, Math.floor(Math.min(...known)) - 0.5);
  const lines = session.layers.flatMap(({ name }, i) => {
    const count = (state: string) => units[i].filter((each) => each === state).length;
    const outer = { name, units: units[i].length, dead: count('dead'), saturated: count('saturated') };
    const within = matrices.flatMap(({ layer }) => (layer.startsWith(`${name}.`) ? [{ name: layer }] : []));
    return [outer, ...within] as readonly Partial<typeof outer>[];
  });
  return (
    <>
      <p class="hint">
        Root mean square of the gradient of each matrix of weights, on a scale of powers of ten, at the
        present weights and the first {rows} training rows. A unit is dead where it gives the same for all of
        these rows, and saturated where nine of ten are at an end of its activation, where the slope is under
        a tenth.
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of gradients">
        <table class="gradients">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Gradient</th>
              <td />
              <th scope="col">Dead</th>
              <th scope="col">Saturated</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, units: all, dead, saturated }) => {
              const at = matrices.findIndex(({ layer }) => layer === name);
              const width = Number.isFinite(logs[at])
                ? Math.max(1, (100 * (logs[at] - low)) / (high - low))
                : 0;
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{at < 0 ? '' : short(matrices[at].size)}</td>
                  <td class="bar">
                    <i style={{ width: `${width}%` }} />
                  </td>
                  <td class={dead ? 'warning' : ''}>{all === undefined ? '' : `${dead} of ${all}`}</td>
                  <td class={saturated ? 'warning' : ''}>
                    {all === undefined ? '' : `${saturated} of ${all}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

export const gradients: Panel = {
  id: 'gradients',
  title: 'Gradients, layer by layer',
  place: 'network',
  applies: ({ session }) => session !== null && !isGan(session),
  parts: ['gradients'],
  Component: GradientsByLayer,
};
