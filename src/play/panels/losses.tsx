import { short } from '../draw/format.js';
import type { App } from '../state/app.js';
import { isGan } from '../state/gan.js';
import type { LossPoint } from '../state/state.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

const [width, height] = [300, 130];
/** Points of a curve; of more epochs some are left out. */
const mostPoints = 300;

interface Curve {
  readonly name: 'training' | 'validation' | 'test' | 'discriminator' | 'generator';
  /** Losses in the order of epochs. */
  readonly points: readonly LossPoint[];
}

/** Takes from `first` on as many as a curve has points, at distances that change seldom, and the last. */
function thinned<T>(all: readonly T[], first = 0): T[] {
  const every = 2 ** Math.max(0, Math.ceil(Math.log2((all.length - first) / mostPoints)));
  const taken: T[] = [];
  for (let i = first; i < all.length - 1; i += every) taken.push(all[i]);
  return [...taken, ...all.slice(Math.max(first, all.length - 1))];
}

/** Losses by epoch, on a logarithmic scale where they are positive and span much. */
function Losses({ app }: { readonly app: App }) {
  const history = useStore(app.store, (state) => state.history);
  const { test, generator } = useStore(app.store, (state) => state.losses);
  const isAdversarial = useStore(app.store, ({ session }) => isGan(session));
  const restart = history.at(-1)?.restart ?? 0;
  const first = 1 + history.findLastIndex((record) => record.restart !== restart);
  const epochs = history.length - first;
  const records = thinned(history, first);
  const curves: readonly Curve[] = [
    {
      name: isAdversarial ? 'discriminator' : 'training',
      points: records.map(({ epoch, train }) => ({ epoch, loss: train.loss })),
    },
    { name: 'generator', points: generator.restart === restart ? thinned(generator.points) : [] },
    {
      name: 'validation',
      points: records.flatMap(({ epoch, validation }) =>
        validation ? [{ epoch, loss: validation.loss }] : [],
      ),
    },
    { name: 'test', points: test.restart === restart ? thinned(test.points) : [] },
  ];
  if (records.length === 0) return <p class="hint">After the first epoch the losses are drawn here.</p>;
  return (
    <>
      <Curves epochs={epochs} curves={curves.filter(({ points }) => points.length > 0)} />
      {isAdversarial && (
        <p class="hint">
          The discriminator's loss is that of a real and a made row together, as in mlp train; the generator's
          is measured with each picture. Neither says how good the rows are: where the two hold each other in
          balance, both stand still.
        </p>
      )}
    </>
  );
}

function Curves({ epochs, curves }: { readonly epochs: number; readonly curves: readonly Curve[] }) {
  const all = curves.flatMap(({ points }) => points.map(({ loss }) => loss)).filter(Number.isFinite);
  const [low, high] = all.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const isLog = low > 0 && high > 20 * low;
  const place = isLog ? Math.log : (value: number) => value;
  const span = place(high) - place(low) || 1;
  const y = (value: number) => 6 + (1 - (place(value) - place(low)) / span) * (height - 12);
  const x = (epoch: number) => (epoch / Math.max(1, epochs)) * width;
  const latest = curves.map(({ name, points }) => `${name} ${short(points.at(-1)!.loss)}`);
  return (
    <figure class="curves">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Losses after ${epochs} epochs: ${latest.join(', ')}`}
      >
        {curves.map(({ name, points }) => (
          <polyline
            key={name}
            class={name}
            points={points
              .flatMap(({ epoch, loss }) => (Number.isFinite(loss) ? [`${x(epoch)},${y(loss)}`] : []))
              .join(' ')}
          />
        ))}
      </svg>
      <figcaption>
        {curves.map(({ name, points }) => (
          <span key={name} class={`line-key ${name}`}>
            {name} {short(points.at(-1)!.loss)}
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

export const losses: Panel = {
  id: 'losses',
  title: 'Losses',
  place: 'results',
  parts: ['testLoss', 'generatorLoss'],
  Component: Losses,
};
