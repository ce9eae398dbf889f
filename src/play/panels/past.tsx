import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

/** Slider over the epochs gone by: all pictures are of the weights that it is at. */
function PastEpochs({ app }: { readonly app: App }) {
  const past = useStore(app.store, ({ frame, session }) =>
    frame?.session === session?.session ? frame?.parts.past : undefined,
  );
  const epoch = useStore(app.store, ({ frame }) => frame?.epoch ?? 0);
  if (!past || past.count < 2) return <p class="hint">After the first epoch one can go back here.</p>;
  const { every, count, shown, limit } = past;
  const last = count - 1;
  const text = shown === null ? `now, in epoch ${epoch}` : `as after epoch ${shown}`;
  return (
    <>
      <label class="field">
        <span>Weights: {text}</span>
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={shown === null ? last : shown / every}
          aria-label="Epoch whose weights are shown"
          aria-valuetext={text}
          onInput={({ currentTarget }) => app.ask('lookBack', every * currentTarget.valueAsNumber)}
        />
      </label>
      <div class="row">
        <button type="button" disabled={shown === null} onClick={() => app.ask('lookBack', null)}>
          Back to now
        </button>
      </div>
      <p class="hint">
        Every picture of this page goes back, and training stands still meanwhile; it goes on from now.
        Weights of {count} epochs are kept{every > 1 ? `, those of every ${every}th` : ''}; where they would
        be more than 1,000, or take more than {limit} MiB, every second is let go.
      </p>
    </>
  );
}

export const past: Panel = {
  id: 'past',
  title: 'Epochs gone by',
  place: 'results',
  parts: ['past'],
  applies: ({ session }) => session !== null,
  Component: PastEpochs,
};
