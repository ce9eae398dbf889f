import { useMemo } from 'preact/hooks';
import { short } from '../draw/format.js';
import { Heat } from '../draw/heat.js';
import { Scatter } from '../draw/scatter.js';
import type { App } from '../state/app.js';
import { startCounts } from '../state/page_state.js';
import type { State } from '../state/state.js';
import { useStore } from '../state/store.js';
import type { OutputMap } from '../worker/parts/map.js';
import type { StartPicture } from '../worker/starts.js';
import { Choice } from './field.js';
import { outputColours, rangeOf } from './output_map.js';
import type { Panel } from './panel.js';
import { cloudsOf } from './samples.js';

/** A config trained from several seeds, side by side: small maps with their losses, each of which can be taken. */
function SeveralStarts({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const starts = useStore(app.store, (state) => state.starts);
  const count = useStore(app.store, (state) => state.startCount);
  const taken = useStore(app.store, takenPicture);
  if (!session) return null;
  const pictureOf = (seed: number) => (seed === starts?.taken ? taken : starts?.pictures.get(seed));
  const pictures = (starts?.seeds ?? []).flatMap((seed) => pictureOf(seed) ?? []);
  const isEnded = pictures.length > 0 && pictures.every(({ state }) => state === 'ended');
  const best = lowest(pictures);
  return (
    <>
      <div class="row tour starts-controls">
        <Choice
          label="How many seeds, from that of the config on"
          value={String(count)}
          options={startCounts.map(String)}
          onChoose={(text) => app.store.set({ startCount: Number(text) })}
        />
        <button type="button" onClick={() => app.openStarts()}>
          {starts ? 'Train them anew' : 'Train them side by side'}
        </button>
        {starts && (
          <>
            <button
              type="button"
              disabled={isEnded}
              onClick={() => app.controlStarts(starts.isRunning ? 'pause' : 'run')}
            >
              {starts.isRunning ? 'Pause the starts' : 'Go on'}
            </button>
            <button type="button" onClick={() => app.endStarts()}>
              Close the starts
            </button>
          </>
        )}
      </div>
      {starts && (
        <ul class="starts">
          {starts.seeds.map((each) => (
            <li key={each}>
              <Start
                app={app}
                seed={each}
                picture={pictureOf(each)}
                isShown={each === starts.taken}
                isBest={each === best}
              />
            </li>
          ))}
        </ul>
      )}
      <p class="hint">
        The seed decides the initial weights, the order of the rows, and which rows are for validation and
        test. Choose a start to have it as the network of this page, as far as it has come: the config has its
        seed then.
      </p>
    </>
  );
}

/** Picture of the start that is the session of the page: of the frames that this has. */
function takenPicture({ starts, frame, history, session }: State): StartPicture | undefined {
  const seed = starts?.taken ?? null;
  if (seed === null || !frame || frame.session !== session?.session) return undefined;
  const { train, validation } = history.at(-1) ?? {};
  const { state, epoch, parts } = frame;
  const losses = { train: train?.loss, validation: validation?.loss };
  return { seed, state, epoch, ...losses, map: parts.map ?? null, places: parts.samples?.places ?? null };
}

/** Seed whose loss is lowest, on validation rows where there are any. */
function lowest(pictures: readonly StartPicture[]): number | undefined {
  const known = pictures.flatMap(({ seed, train, validation = train }) =>
    validation === undefined || !Number.isFinite(validation) ? [] : [{ seed, loss: validation }],
  );
  return known.sort((a, b) => a.loss - b.loss)[0]?.seed;
}

function Start(props: {
  readonly app: App;
  readonly seed: number;
  readonly picture: StartPicture | undefined;
  readonly isShown: boolean;
  readonly isBest: boolean;
}) {
  const { app, seed, picture, isShown, isBest } = props;
  const { state = 'opening', epoch = 0, train, validation, map, places } = picture ?? {};
  return (
    <button
      type="button"
      class="start"
      aria-pressed={isShown}
      disabled={!picture}
      onClick={() => app.takeStart(seed)}
    >
      {map && <SmallMap app={app} map={map} />}
      {places && <SmallSamples app={app} places={places} />}
      <strong>
        seed {seed}
        {isShown ? ', shown' : ''}
      </strong>
      <span>training {train === undefined ? '–' : short(train)}</span>
      {validation !== undefined && <span>validation {short(validation)}</span>}
      <span>
        epoch {epoch}
        {state === 'running' ? '' : `, ${state}`}
      </span>
      {isBest && <span>lowest {validation === undefined ? 'training' : 'validation'} loss</span>}
    </button>
  );
}

/** Outputs over the plane of the map, or along its one axis. */
function SmallMap({ app, map }: { readonly app: App; readonly map: OutputMap }) {
  const session = useStore(app.store, (state) => state.session);
  const view = useStore(app.store, (state) => state.view);
  const output = useStore(app.store, (state) => state.output);
  const isDiscrete = useStore(app.store, (state) => state.isDiscrete);
  const { resolution, outputs } = map;
  const range = useMemo(
    () => (session && view ? rangeOf(view, session, output) : undefined),
    [session, view, output],
  );
  const colourOf = useMemo(
    () => session && range && outputColours(outputs, { session, output, isDiscrete, range }),
    [outputs, session, range, output, isDiscrete],
  );
  if (!view || !range || !colourOf) return null;
  if (view.axes.length === 2) return <Heat width={resolution} height={resolution} colourOf={colourOf} />;
  const [low, high] = range;
  const points = Array.from(
    outputs[output ?? (session?.target.kind === 'classes' ? outputs.length - 1 : 0)],
    (value, i) => `${(100 * (i + 0.5)) / resolution},${90 - (80 * (value - low)) / (high - low)}`,
  );
  return (
    <svg class="line" viewBox="0 0 100 100" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  );
}

/** Rows that a generator makes, over those of the data. */
function SmallSamples({ app, places }: { readonly app: App; readonly places: Float64Array }) {
  const view = useStore(app.store, (state) => state.view);
  const clouds = useMemo(() => (view ? cloudsOf(view, places) : []), [view, places]);
  if (view?.axes.length !== 2) return null;
  return (
    <span class="made">
      <Scatter clouds={clouds} limits={view.limits} side={130} />
    </span>
  );
}

export const starts: Panel = {
  id: 'starts',
  title: 'Several starts, side by side',
  place: 'below',
  applies: ({ session }) => session !== null,
  Component: SeveralStarts,
};
