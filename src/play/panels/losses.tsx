import { short } from '../draw/format.js';
import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

const [width, height] = [300, 130];
/** Points of a curve; of more epochs some are left out. */
const mostPoints = 300;

/** Losses by epoch, on a logarithmic scale where they are positive and span much. */
function Losses({ app }: { readonly app: App }) {
  const history = useStore(app.store, (state) => state.history);
  const restart = history.at(-1)?.restart ?? 0;
  const records = history.filter((record) => record.restart === restart);
  const curves = [
    { name: 'training', class: 'train', values: records.map(({ train }) => train.loss) },
    {
      name: 'validation',
      class: 'validation',
      values: records.flatMap(({ validation }) => validation?.loss ?? []),
    },
  ].filter(({ values }) => values.length > 0);
  if (curves.length === 0) return <p class="hint">After the first epoch the losses are drawn here.</p>;
  const all = curves.flatMap(({ values }) => values).filter(Number.isFinite);
  const [low, high] = all.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const isLog = low > 0 && high > 20 * low;
  const place = isLog ? Math.log : (value: number) => value;
  const span = place(high) - place(low) || 1;
  const y = (value: number) => 6 + (1 - (place(value) - place(low)) / span) * (height - 12);
  const epochs = Math.max(2, records.length);
  const x = (epoch: number) => ((epoch - 1) / (epochs - 1)) * width;
  const latest = curves.map(({ name, values }) => `${name} ${short(values.at(-1)!)}`);
  const every = Math.ceil(records.length / mostPoints);
  return (
    <figure class="curves">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Losses after ${records.length} epochs: ${latest.join(', ')}`}
      >
        {curves.map(({ name, class: className, values }) => (
          <polyline
            key={name}
            class={className}
            points={values
              .flatMap((value, i) =>
                i % every === 0 || i === values.length - 1 ? [`${x(i + 1)},${y(value)}`] : [],
              )
              .join(' ')}
          />
        ))}
      </svg>
      <figcaption>
        {curves.map(({ name, class: className, values }) => (
          <span key={name} class={`line-key ${className}`}>
            {name} {short(values.at(-1)!)}
          </span>
        ))}
        <span>
          {short(low)} to {short(high)}
          {isLog ? ' (log)' : ''}
        </span>
      </figcaption>
    </figure>
  );
}

export const losses: Panel = { id: 'losses', title: 'Losses', place: 'results', Component: Losses };
