import { useEffect } from 'preact/hooks';
import { short } from '../draw/format.js';
import type { App } from '../state/app.js';
import { speeds } from '../state/page_state.js';
import { useStore } from '../state/store.js';
import type { Speed } from '../worker/pace.js';

const textOf = (speed: Speed) =>
  speed === 'full' ? 'as fast as it can' : `${speed} ${speed === 1 ? 'epoch' : 'epochs'} a second`;

/** Buttons that move training, and its state. */
export function Controls({ app }: { readonly app: App }) {
  const frame = useStore(app.store, (state) => state.frame);
  const session = useStore(app.store, (state) => state.session);
  const isOpening = useStore(app.store, (state) => state.isOpening);
  const speed = useStore(app.store, (state) => state.speed);
  const last = useStore(app.store, ({ history }) => history.at(-1));
  const test = frame?.session === session?.session ? frame?.parts.testLoss : undefined;
  useEffect(() => app.watch(['testLoss'], true), [app]);
  const isRunning = frame?.state === 'running';
  const isEnded = frame?.state === 'ended';
  const isOff = session === null;
  return (
    <div class="controls" role="group" aria-label="Training">
      <button type="button" disabled={isOff} onClick={() => app.open()} title="Untrained weights again (r)">
        Reset
      </button>
      <button
        type="button"
        class="main"
        disabled={isOff || isEnded}
        aria-pressed={isRunning}
        onClick={() => app.control({ action: isRunning ? 'pause' : 'run' })}
        title="Train, or stand still (space)"
      >
        {isRunning ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        disabled={isOff || isEnded}
        onClick={() => app.control({ action: 'step' })}
        title="One batch (s)"
      >
        Step
      </button>
      <button
        type="button"
        disabled={isOff || isEnded}
        onClick={() => app.control({ action: 'epoch' })}
        title="To the end of the epoch (e)"
      >
        Epoch
      </button>
      <label>
        Speed{' '}
        <select
          value={String(speed)}
          onChange={({ currentTarget }) =>
            app.setSpeed(currentTarget.value === 'full' ? 'full' : Number(currentTarget.value))
          }
        >
          {speeds.map((value) => (
            <option key={value} value={String(value)}>
              {textOf(value)}
            </option>
          ))}
        </select>
      </label>
      <dl class="standing">
        <div>
          <dt>Epoch</dt>
          <dd data-testid="epoch">
            {frame?.epoch ?? 0} of {session?.config.training.epochs ?? '…'}
          </dd>
        </div>
        {session !== null && session.networks > 1 && (
          <div>
            <dt>Network</dt>
            <dd>
              {1 + (frame?.restart ?? 0)} of {session.networks}
            </dd>
          </div>
        )}
        <div>
          <dt>Training loss</dt>
          <dd>{last ? short(last.train.loss) : '–'}</dd>
        </div>
        {session?.rows.validation !== undefined && (
          <div>
            <dt>Validation loss</dt>
            <dd>{last?.validation ? short(last.validation.loss) : '–'}</dd>
          </div>
        )}
        {session?.rows.test !== undefined && (
          <div>
            <dt>Test loss</dt>
            <dd>{test ? short(test.now.loss) : '–'}</dd>
          </div>
        )}
        <div>
          <dt>State</dt>
          <dd data-testid="state">
            {isEnded ? `ended: ${frame.stopReason}` : (frame?.state ?? (isOpening ? 'opening' : 'not open'))}
          </dd>
        </div>
      </dl>
    </div>
  );
}
