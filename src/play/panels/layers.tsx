import type { App } from '../state/app.js';
import { type ConfigJson, type Json, typeOfOption, valueAt } from '../state/config.js';
import { useStore } from '../state/store.js';

const mostLayers = 12;

/** Options that a layer has to have, which have no default. */
const needed: Readonly<Record<string, ConfigJson>> = {
  dense: { units: 4, activation: 'tanh' },
  dropout: { rate: 0.2 },
  noise: { stddev: 0.1 },
  activation: { activation: 'relu' },
  residual: { layers: [{ type: 'dense', units: 4, activation: 'tanh' }] },
};

/** Layers: how many, of which type, their units by plus and minus, their activations. */
export function Layers({ app }: { readonly app: App }) {
  const config = useStore(app.store, (state) => state.config);
  const resolved = useStore(app.store, ({ session }) => session?.config.layers);
  const given = valueAt(config, ['layers']);
  const layers = (Array.isArray(given) ? given : (resolved ?? [])) as readonly ConfigJson[];
  const set = (next: readonly Json[]) => app.change(['layers'], next);
  const last = layers.findLast((layer) => layer.type === 'dense');
  const added: ConfigJson = { type: 'dense', units: 4, activation: last?.activation ?? 'tanh' };
  return (
    <div class="layers">
      <Stepper
        name="Hidden layers"
        text={`${layers.length} hidden ${layers.length === 1 ? 'layer' : 'layers'}`}
        less={['One layer less', layers.length > 0 && (() => set(layers.slice(0, -1)))]}
        more={['One layer more', layers.length < mostLayers && (() => set([...layers, added]))]}
      />
      {layers.map((layer, i) => (
        <Layer
          key={i}
          app={app}
          name={`Layer ${i + 1}`}
          layer={layer}
          onSet={(next) => set(layers.with(i, next))}
        />
      ))}
    </div>
  );
}

/** A layer's type, its units and its activation. */
function Layer(props: {
  readonly app: App;
  readonly name: string;
  readonly layer: ConfigJson;
  readonly onSet: (layer: ConfigJson) => void;
}) {
  const { app, name, layer, onSet } = props;
  const choices = useStore(app.store, (state) => state.choices);
  const units = layer.units as number | undefined;
  const activation = typeOfOption(layer.activation);
  const withUnits = (count: number) => onSet({ ...layer, units: count });
  return (
    <fieldset class="layer">
      <legend>{name}</legend>
      <select
        aria-label={`${name}: type`}
        value={String(layer.type)}
        onChange={({ currentTarget: { value } }) => onSet({ type: value, ...needed[value] })}
      >
        {(choices?.layers ?? [String(layer.type)]).map((type) => (
          <option key={type} value={type}>
            {type.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      {units !== undefined && (
        <Stepper
          name={`${name}: units`}
          text={`${units}`}
          less={[`${name}: one unit less`, units > 1 && (() => withUnits(units - 1))]}
          more={[`${name}: one unit more`, () => withUnits(units + 1)]}
        />
      )}
      {(layer.type === 'dense' || layer.type === 'activation') && (
        <select
          aria-label={`${name}: activation`}
          value={activation ?? 'identity'}
          onChange={({ currentTarget: { value } }) => onSet({ ...layer, activation: value })}
        >
          {(choices?.activations ?? []).map((type) => (
            <option key={type} value={type}>
              {type.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

/** A count with a button on either side; one without an action is off. */
function Stepper(props: {
  readonly name: string;
  readonly text: string;
  readonly less: readonly [string, false | (() => unknown)];
  readonly more: readonly [string, false | (() => unknown)];
}) {
  const { name, text, less, more } = props;
  const button = ([label, act]: typeof less, sign: string) => (
    <button type="button" aria-label={label} disabled={!act} onClick={() => act && void act()}>
      {sign}
    </button>
  );
  return (
    <div class="stepper" role="group" aria-label={name}>
      {button(less, '−')}
      <span>{text}</span>
      {button(more, '+')}
    </div>
  );
}
