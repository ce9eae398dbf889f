import { useMemo } from 'preact/hooks';
import { categoryColour, css, divergingColour, faded, type Rgb } from '../draw/colours.js';
import { short, shorten } from '../draw/format.js';
import { Heat } from '../draw/heat.js';
import type { App } from '../state/app.js';
import type { State } from '../state/state.js';
import { useStore } from '../state/store.js';
import type { SessionFacts } from '../worker/facts.js';
import type { ViewFacts } from '../worker/view.js';
import { Check, Choice } from './field.js';
import { FittedLine } from './fitted_line.js';
import type { Panel } from './panel.js';

/** Map of what is predicted where, with the data on it. */
function OutputMap({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const view = useStore(app.store, (state) => state.view);
  const output = useStore(app.store, (state) => state.output);
  const isDiscrete = useStore(app.store, (state) => state.isDiscrete);
  const showsTest = useStore(app.store, (state) => state.showsTest);
  if (!session || !view) return <p class="hint">A map needs a column of numbers among the inputs.</p>;
  const isClasses = session.target.kind === 'classes';
  const any = 'the most probable class';
  const chosen = output === null ? (isClasses ? any : session.outputs[0]) : session.outputs[output];
  return (
    <>
      {view.axes.length === 2 ? (
        <Plane app={app} session={session} view={view} />
      ) : (
        <FittedLine app={app} session={session} view={view} />
      )}
      <Key session={session} />
      <div class="row">
        {session.outputs.length > 1 && (
          <Choice
            label="Shown"
            value={chosen}
            options={[...(isClasses ? [any] : []), ...session.outputs]}
            onChoose={(name) =>
              app.store.set({ output: name === any ? null : session.outputs.indexOf(name) })
            }
          />
        )}
        <Check
          label="Discretise the output"
          isChecked={isDiscrete}
          onChange={(value) => app.store.set({ isDiscrete: value })}
        />
        <Check
          label="Show test and validation data"
          isChecked={showsTest}
          onChange={(value) => app.store.set({ showsTest: value })}
        />
      </div>
    </>
  );
}

interface PlaneProps {
  readonly app: App;
  readonly session: SessionFacts;
  readonly view: ViewFacts;
}

const side = 300;

function Plane({ app, session, view }: PlaneProps) {
  const frame = useStore(app.store, (state) => state.frame);
  const looked = useStore(app.store, (state) => state.looked);
  const output = useStore(app.store, (state) => state.output);
  const isDiscrete = useStore(app.store, (state) => state.isDiscrete);
  const showsTest = useStore(app.store, (state) => state.showsTest);
  const isOf = frame?.session === session.session;
  const map = isOf ? frame?.parts.map : undefined;
  const unit = isOf && looked ? frame?.parts.units?.layers[looked.layer + 1]?.[looked.unit] : undefined;
  const range = rangeOf(view, session, output);
  const colourOf =
    map && !unit ? outputColours(map.outputs, { session, output, isDiscrete, range }) : undefined;
  const [[left, right], [bottom, top]] = view.limits;
  const px = (value: number) => ((value - left) / (right - left)) * side;
  const py = (value: number) => side - ((value - bottom) / (top - bottom)) * side;
  // the same elements as long as they stay: there are many
  const points = useMemo(
    () =>
      view.points
        .filter(({ split }) => split === 'train' || showsTest)
        .flatMap(({ split, places, targets }) =>
          Array.from(targets[output ?? 0] ?? targets[0], (target, i) => (
            <circle
              key={`${split} ${i}`}
              class={split}
              cx={px(places[2 * i])}
              cy={py(places[2 * i + 1])}
              r={split === 'train' ? 2.6 : 3.4}
              fill={css(pointColour(target, session, range))}
            />
          )),
        ),
    [view, session, showsTest, output],
  );
  return (
    <figure class="map">
      <div class="plane">
        {unit ? (
          <Heat
            width={Math.round(Math.sqrt(unit.length))}
            height={Math.round(Math.sqrt(unit.length))}
            colourOf={unitColours(unit, isShare(session, looked!.layer))}
          />
        ) : (
          colourOf && <Heat width={map!.resolution} height={map!.resolution} colourOf={colourOf} />
        )}
        <svg
          viewBox={`0 0 ${side} ${side}`}
          role="img"
          aria-label={describe(session, view, unit !== undefined)}
        >
          {points}
        </svg>
      </div>
      <figcaption>
        <span>
          across: {shorten(view.axes[0], 24)}, {short(left)} to {short(right)}
        </span>
        <span>
          up: {shorten(view.axes[1], 24)}, {short(bottom)} to {short(top)}
        </span>
        {unit && looked && (
          <span>what the {looked.layer < 0 ? 'input' : 'unit'} gives, of which the pointer is on</span>
        )}
      </figcaption>
    </figure>
  );
}

const describe = ({ rows, target }: SessionFacts, { axes }: ViewFacts, isUnit: boolean): string =>
  `Map over ${axes.join(' and ')}: ${isUnit ? 'what a unit gives' : `what is predicted (${target.kind})`}, ` +
  `with ${rows.train} training rows as points`;

/** Range of the targets of the points, for numbers and inputs given back; of the first output where none is chosen. */
export function rangeOf(
  { points }: ViewFacts,
  { target }: SessionFacts,
  output: number | null,
): readonly [number, number] {
  if (target.kind !== 'numbers' && target.kind !== 'reconstruction') return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (const { targets } of points)
    for (const value of targets[output ?? 0]) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return high > low ? [low, high] : [low - 1, high + 1];
}

const scaled = (value: number, [low, high]: readonly [number, number]) =>
  (2 * (value - low)) / (high - low) - 1;

export function pointColour(
  target: number,
  { target: { kind } }: SessionFacts,
  range: readonly [number, number],
): Rgb {
  return kind === 'classes' ? categoryColour(target) : divergingColour(scaled(target, range));
}

interface Shown {
  readonly session: SessionFacts;
  readonly output: number | null;
  readonly isDiscrete: boolean;
  readonly range: readonly [number, number];
}

/** Colour of each point of a map. */
export function outputColours(
  outputs: readonly Float32Array[],
  { session, output, isDiscrete, range }: Shown,
) {
  const isClasses = session.target.kind === 'classes';
  return (point: number): Rgb | null => {
    if (!Number.isFinite(outputs[0][point])) return null;
    if (isClasses && output === null) {
      let [best, second] = [0, -1];
      for (let k = 1; k < outputs.length; k++)
        if (outputs[k][point] > outputs[best][point]) [best, second] = [k, best];
        else if (second < 0 || outputs[k][point] > outputs[second][point]) second = k;
      const ahead = second < 0 ? 1 : outputs[best][point] - outputs[second][point];
      return faded(categoryColour(best), isDiscrete ? 0.8 : ahead);
    }
    const value = outputs[output ?? 0][point];
    const place = isClasses ? 2 * value - 1 : scaled(value, range);
    return divergingColour(isDiscrete ? Math.sign(place) : place);
  };
}

/** Whether the units of a layer give probabilities. */
export const isShare = ({ layers }: SessionFacts, layer: number): boolean =>
  ['sigmoid', 'softmax'].includes(layers[layer]?.detail);

function unitColours(values: Float32Array, share: boolean) {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return (point: number): Rgb | null =>
    Number.isFinite(values[point])
      ? divergingColour(share ? 2 * values[point] - 1 : values[point] / greatest)
      : null;
}

/** Meaning of the colours. */
function Key({ session }: { readonly session: SessionFacts }) {
  if (session.target.kind !== 'classes') return null;
  return (
    <ul class="key">
      {session.outputs.slice(0, 10).map((name, k) => (
        <li key={name}>
          <i style={{ background: css(categoryColour(k)) }} /> {shorten(name, 20)}
        </li>
      ))}
    </ul>
  );
}

export const outputMap: Panel = {
  id: 'output',
  title: 'Output',
  place: 'results',
  // rows that are made have a map of their own
  applies: ({ session }: State) => session !== null && session.target.kind !== 'generation',
  parts: ['map'],
  Component: OutputMap,
};
