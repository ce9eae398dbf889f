import { useEffect } from 'preact/hooks';
import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

/** Slider over the epochs gone by: all pictures are of the weights that it is at. */
function PastEpochs({ app }: { readonly app: App }) {
  const past = useStore(app.store, ({ frame, session }) =>
    frame?.session === session?.session ? frame?.parts.past : undefined,
  );
  const epoch = useStore(app.store, ({ frame }) => frame?.epoch ?? 0);
  useEffect(() => app.watch('past'), [app]);
  if (!past || past.epochs.length < 2) return <p class="hint">After the first epoch one can go back here.</p>;
  const { epochs, shown, limit } = past;
  const last = epochs.length - 1;
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
          value={shown === null ? last : epochs.indexOf(shown)}
          aria-label="Epoch whose weights are shown"
          aria-valuetext={text}
          onInput={({ currentTarget }) => app.ask('lookBack', epochs[currentTarget.valueAsNumber])}
        />
      </label>
      <div class="row">
        <button type="button" disabled={shown === null} onClick={() => app.ask('lookBack', null)}>
          Back to now
        </button>
      </div>
      <p class="hint">
        Every picture of this page goes back, and training stands still meanwhile; it goes on from now.
        Weights of {epochs.length} epochs are kept; where they would take more than {limit} MiB, every second
        is let go.
      </p>
    </>
  );
}

export const past: Panel = {
  id: 'past',
  title: 'Epochs gone by',
  place: 'results',
  applies: ({ session }) => session !== null,
  Component: PastEpochs,
};
