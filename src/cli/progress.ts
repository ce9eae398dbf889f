import { SingleBar } from 'cli-progress';
import type { TrainState } from '../jobs/restarts/state.js';
import type { TrainingConfig } from '../training/options.js';
import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import type { Context } from './context.js';
import { note } from './messages.js';
import type { SharedOptions } from './options.js';
import { formatNumber } from './render/number.js';
import { createSparkline, type Sparkline } from './render/sparkline.js';

/**
 * Progress of training on stderr: in a terminal a bar and the curves of the losses, elsewhere an occasional plain line,
 * nothing with --quiet.
 */
export interface Progress {
  /** Starts at the first epoch, or at that of `resumed`. */
  start(resumed: TrainState | null): void;
  epoch(record: EpochRecord): void;
  restart(summary: TrainingOutcome): void;
  stop(): void;
}

/** Creates the progress for stderr, as it is a terminal or not, and as --quiet is set. */
export function createProgress(
  context: Context,
  { epochs, restarts }: TrainingConfig,
  options: Pick<SharedOptions, 'quiet'>,
): Progress {
  if (options.quiet) return { start() {}, epoch() {}, restart() {}, stop() {} };
  return context.stderr.isTTY ? bar(context, epochs, restarts) : lines(context, epochs, restarts, options);
}

/**
 * Text of an epoch's metrics: `loss 0.123, validation loss 0.234, accuracy 0.95`; a curve stands between the name of a
 * loss and its value.
 */
function describe({ train, validation }: EpochRecord, curves?: Curves): string {
  const withCurve = (curve = '') => (curve === '' ? '' : ` ${curve}`);
  const parts = [`loss${withCurve(curves?.train.toString())} ${formatNumber(train.loss)}`];
  if (validation) {
    const { loss, ...others } = validation;
    parts.push(`validation loss${withCurve(curves?.validation.toString())} ${formatNumber(loss)}`);
    for (const [name, value] of Object.entries(others)) parts.push(`${name} ${formatNumber(value)}`);
  }
  return parts.join(', ');
}

/** Curves of a restart's losses so far. */
interface Curves {
  readonly train: Sparkline;
  readonly validation: Sparkline;
}

const noCurves = (): Curves => ({ train: createSparkline(), validation: createSparkline() });

function bar({ stderr }: Context, epochs: number, restarts: number): Progress {
  const single = new SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format: 'epoch {value}/{total} [{bar}] {eta_formatted} left | {state}',
    barsize: 10,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    etaBuffer: 50,
    fps: 10,
  });
  let curves = noCurves();
  return {
    start(resumed) {
      const { restart, epoch } = resumed?.current ?? { restart: 0, epoch: 0 };
      single.start(epochs * restarts, restart * epochs + epoch, { state: '' });
    },
    epoch(record) {
      curves.train.add(record.train.loss);
      if (record.validation) curves.validation.add(record.validation.loss);
      single.update(record.restart * epochs + record.epoch, { state: describe(record, curves) });
    },
    restart({ restart }) {
      curves = noCurves();
      single.update((restart + 1) * epochs);
    },
    stop: () => single.stop(),
  };
}

/** Progress in plain lines, about ten in all. */
function lines(
  context: Context,
  epochs: number,
  restarts: number,
  options: Pick<SharedOptions, 'quiet'>,
): Progress {
  const every = Math.ceil((epochs * restarts) / 10);
  return {
    start() {},
    epoch(record) {
      if ((record.restart * epochs + record.epoch) % every !== 0) return;
      const which = restarts > 1 ? `restart ${record.restart}, ` : '';
      note(context, options, `${which}epoch ${record.epoch}/${epochs}: ${describe(record)}`);
    },
    restart() {},
    stop() {},
  };
}
