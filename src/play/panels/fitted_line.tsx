import { css } from '../draw/colours.js';
import { short, shorten } from '../draw/format.js';
import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { SessionFacts } from '../worker/facts.js';
import type { ViewFacts } from '../worker/view.js';
import { pointColour, rangeOf } from './output_map.js';

const [width, height] = [300, 220];

/** Curve of what is predicted along the one input, with the data. */
export function FittedLine({
  app,
  session,
  view,
}: {
  readonly app: App;
  readonly session: SessionFacts;
  readonly view: ViewFacts;
}) {
  const map = useStore(app.store, ({ frame }) =>
    frame?.session === session.session ? frame?.parts.map : undefined,
  );
  const isClasses = session.target.kind === 'classes';
  const chosen = useStore(app.store, (state) => state.output);
  const output = chosen ?? (isClasses ? session.outputs.length - 1 : 0);
  const showsTest = useStore(app.store, (state) => state.showsTest);
  const [left, right] = view.limits[0];
  const [low, high] = rangeOf(view, session, output);
  const margin = 0.08 * (high - low);
  const px = (value: number) => ((value - left) / (right - left)) * width;
  const py = (value: number) => height - ((value - low + margin) / (high - low + 2 * margin)) * height;
  const values = map?.outputs[output];
  const line =
    values &&
    Array.from(
      values,
      (value, i) => `${px(left + ((i + 0.5) / values.length) * (right - left))},${py(value)}`,
    );
  return (
    <figure class="map">
      <svg
        class="line"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${session.outputs[output]} along ${view.axes[0]}`}
      >
        {view.points
          .filter(({ split }) => split === 'train' || showsTest)
          .flatMap(({ split, places, targets }) =>
            Array.from(targets[isClasses ? 0 : output], (target, i) => (
              <circle
                key={`${split} ${i}`}
                class={split}
                cx={px(places[i])}
                cy={py(isClasses ? Number(target === output) : target)}
                r={2.6}
                fill={css(pointColour(target, session, [low, high]))}
              />
            )),
          )}
        {line && <polyline points={line.join(' ')} />}
      </svg>
      <figcaption>
        <span>
          across: {shorten(view.axes[0], 24)}, {short(left)} to {short(right)}
        </span>
        <span>
          up: {shorten(session.outputs[output], 24)}, {short(low)} to {short(high)}
        </span>
      </figcaption>
    </figure>
  );
}
