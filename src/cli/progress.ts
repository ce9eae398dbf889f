import { SingleBar } from 'cli-progress';
import type { TrainingConfig } from '../training/options.js';
import type { EpochRecord, RestartSummary } from '../training/records.js';
import type { TrainState } from '../training/train.js';
import type { Context } from './context.js';
import type { SharedOptions } from './options.js';
import { formatNumber } from './render/number.js';
import { say } from './say.js';

/** How far training is, on stderr: a bar in a terminal, an occasional plain line elsewhere, nothing with --quiet. */
export interface Progress {
  /** At the beginning, or where `resumed` left off. */
  start(resumed: TrainState | null): void;
  epoch(record: EpochRecord): void;
  restart(summary: RestartSummary): void;
  stop(): void;
}

export function createProgress(
  context: Context,
  { epochs, restarts }: TrainingConfig,
  options: Pick<SharedOptions, 'quiet'>,
): Progress {
  if (options.quiet) return { start() {}, epoch() {}, restart() {}, stop() {} };
  return context.stderr.isTTY ? bar(context, epochs, restarts) : lines(context, epochs, restarts, options);
}

/** `loss 0.123, validation loss 0.234, accuracy 0.95` */
function describe({ train, validation }: EpochRecord): string {
  const parts = [`loss ${formatNumber(train.loss)}`];
  if (validation) {
    const { loss, ...others } = validation;
    parts.push(`validation loss ${formatNumber(loss)}`);
    for (const [name, value] of Object.entries(others)) parts.push(`${name} ${formatNumber(value)}`);
  }
  return parts.join(', ');
}

function bar({ stderr }: Context, epochs: number, restarts: number): Progress {
  const single = new SingleBar({
    stream: stderr as NodeJS.WritableStream,
    format: 'epoch {value}/{total} [{bar}] {eta_formatted} left | {state}',
    barsize: 20,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    etaBuffer: 50,
    fps: 10,
  });
  return {
    start(resumed) {
      const { restart, epoch } = resumed?.trainer ?? { restart: 0, epoch: 0 };
      single.start(epochs * restarts, restart * epochs + epoch, { state: '' });
    },
    epoch: (record) => single.update(record.restart * epochs + record.epoch, { state: describe(record) }),
    restart: ({ restart }) => single.update((restart + 1) * epochs),
    stop: () => single.stop(),
  };
}

/** About ten lines in all, and one for each restart. */
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
      say(context, options, `${which}epoch ${record.epoch}/${epochs}: ${describe(record)}`);
    },
    restart() {},
    stop() {},
  };
}
