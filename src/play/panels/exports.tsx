import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

/** Files to take away: config, weights, a run, pictures. */
function Exports({ app }: { readonly app: App }) {
  const isEdited = useStore(app.store, (state) => state.isEdited);
  const makesRows = useStore(app.store, ({ session }) => session?.target.kind === 'generation');
  const isOff = useStore(app.store, ({ session }) => session === null);
  return (
    <>
      <div class="row">
        <button type="button" disabled={isOff} onClick={() => app.saveConfig()}>
          Config (JSON)
        </button>
        <button type="button" disabled={isOff} onClick={() => app.saveWeights()}>
          Weights (safetensors)
        </button>
        <button type="button" disabled={isOff} onClick={() => app.saveRun()}>
          Run (zip)
        </button>
        <button type="button" disabled={isOff} onClick={() => app.savePicture('svg')}>
          Picture (SVG)
        </button>
        <button type="button" disabled={isOff} onClick={() => app.savePicture('png')}>
          Picture (PNG)
        </button>
      </div>
      <p class="hint">
        {isEdited
          ? 'The network did not start from the weights of the config, which mlp train comes to others from. '
          : 'mlp train with this config comes to the same weights, to the bit. '}
        The weights are a model, which mlp {makesRows ? 'sample' : 'predict'} and mlp inspect take; the run,
        unpacked, is one for mlp eval and mlp report, with the data in it.
      </p>
    </>
  );
}

export const exports: Panel = { id: 'export', title: 'Take away', place: 'below', Component: Exports };
