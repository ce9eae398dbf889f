import { short } from '../draw/format.js';
import type { App } from '../state/app.js';
import type { State } from '../state/state.js';
import { useStore } from '../state/store.js';
import { Choice, Slider } from './field.js';
import type { Panel } from './panel.js';

/** Most inputs that have a slider. */
const most = 60;

/** Axes of the map, and values of the other inputs: their medians at first. */
function Inputs({ app }: { readonly app: App }) {
  const inputs = useStore(app.store, ({ session }) => session?.inputs ?? []);
  const settings = useStore(app.store, (state) => state.viewSettings);
  if (!settings) return null;
  const { axes, at } = settings;
  const numbers = inputs.flatMap(({ kind, name }) => (kind === 'number' ? [name] : []));
  const setAxis = (place: number, name: string) => {
    const next = axes.with(place, name);
    // the two change places where one takes the other's
    if (axes.includes(name)) next[axes.indexOf(name)] = axes[place];
    return app.setView({ axes: next, at });
  };
  const set = (name: string, value: string | number) => app.setView({ axes, at: { ...at, [name]: value } });
  const others = inputs.filter(({ name }) => !axes.includes(name));
  return (
    <>
      <div class="row">
        {axes.map((axis, i) => (
          <Choice
            key={i}
            label={i === 0 ? 'Across' : 'Up'}
            value={axis}
            options={numbers}
            onChoose={(name) => setAxis(i, name)}
          />
        ))}
      </div>
      <div class="sliders">
        {others
          .slice(0, most)
          .map((input) =>
            input.kind === 'number' ? (
              <Slider
                key={input.name}
                label={input.name}
                value={Number(at[input.name] ?? input.median)}
                min={input.least}
                max={input.greatest}
                step={input.isWhole ? 1 : (input.greatest - input.least) / 200 || 1}
                show={short}
                onSet={(value) => set(input.name, value)}
              />
            ) : input.kind === 'category' ? (
              <Choice
                key={input.name}
                label={input.name}
                value={String(at[input.name] ?? input.commonest)}
                options={input.categories}
                onChoose={(value) => set(input.name, value)}
              />
            ) : null,
          )}
        {others.length > most && <p class="hint">{others.length - most} more stay at their medians.</p>}
      </div>
    </>
  );
}

export const inputs: Panel = {
  id: 'inputs',
  title: 'Axes of the map, and the other inputs',
  place: 'results',
  applies: ({ session, viewSettings }: State) => viewSettings !== null && (session?.inputs.length ?? 0) > 2,
  Component: Inputs,
};
