import { useEffect, useState } from 'preact/hooks';
import type { App } from '../state/app.js';
import { type ConfigJson, type Json, typeOfOption, valueAt } from '../state/config.js';
import { useStore } from '../state/store.js';
import { Diagram } from './diagram.js';
import { EditWeight, type Element } from './edit_weight.js';
import type { Panel } from './panel.js';

const mostLayers = 12;

/** The network, layer by layer, with what each unit has learned and each weight. */
function Network({ app }: { readonly app: App }) {
  const [element, setElement] = useState<Element | null>(null);
  const session = useStore(app.store, (state) => state.session);
  useEffect(() => {
    const ends = [app.watch('units'), app.watch('weights')];
    return () => {
      for (const end of ends) end();
    };
  }, [app]);
  useEffect(() => setElement(null), [session]);
  return (
    <>
      <Layers app={app} />
      <Diagram app={app} onChoose={setElement} />
      {element && <EditWeight app={app} element={element} onClose={() => setElement(null)} />}
      <p class="hint">
        {session ? `${session.parameters} parameters. ` : ''}A link is as thick as its weight is large, blue
        where it is positive, orange where negative. Choose a link or a unit to see its value and to set it.
      </p>
    </>
  );
}

/** Layers and their units, by plus and minus. */
function Layers({ app }: { readonly app: App }) {
  const config = useStore(app.store, (state) => state.config);
  const resolved = useStore(app.store, ({ session }) => session?.config.layers);
  const given = valueAt(config, ['layers']);
  const layers = (Array.isArray(given) ? given : (resolved ?? [])) as readonly ConfigJson[];
  const set = (next: readonly Json[]) => app.change(['layers'], next);
  const last = layers.findLast((layer) => layer.type === 'dense');
  const added: ConfigJson = { type: 'dense', units: 4, activation: last?.activation ?? 'tanh' };
  return (
    <div class="layers">
      <div class="stepper" role="group" aria-label="Hidden layers">
        <button
          type="button"
          aria-label="One layer less"
          disabled={layers.length === 0}
          onClick={() => set(layers.slice(0, -1))}
        >
          −
        </button>
        <span>
          {layers.length} hidden {layers.length === 1 ? 'layer' : 'layers'}
        </span>
        <button
          type="button"
          aria-label="One layer more"
          disabled={layers.length >= mostLayers}
          onClick={() => set([...layers, added])}
        >
          +
        </button>
      </div>
      {layers.map((layer, i) => {
        const units = layer.units as number | undefined;
        const name = `Layer ${i + 1}`;
        const withUnits = (count: number) => set(layers.with(i, { ...layer, units: count }));
        return (
          <div class="stepper" role="group" aria-label={name} key={name}>
            {units === undefined ? (
              <span>{`${name}: ${String(layer.type).replaceAll('_', ' ')}`}</span>
            ) : (
              <>
                <button
                  type="button"
                  aria-label={`${name}: one unit less`}
                  disabled={units <= 1}
                  onClick={() => withUnits(units - 1)}
                >
                  −
                </button>
                <span>{`${units} ${typeOfOption(layer.activation) ?? 'linear'}`}</span>
                <button
                  type="button"
                  aria-label={`${name}: one unit more`}
                  onClick={() => withUnits(units + 1)}
                >
                  +
                </button>
              </>
            )}
          </div>
        );
      })}
    </div>
  );
}

export const network: Panel = { id: 'network', title: 'Network', place: 'network', Component: Network };
