import type { TrainState } from '../jobs/restarts/state.js';
import { type NetworksConfig, networkCount, networkName, type TrainingConfig } from '../training/options.js';
import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import type { Context } from './context.js';
import { note } from './messages.js';
import type { SharedOptions } from './options.js';
import { createBar } from './progress_bar.js';
import { epochText } from './render/epoch.js';
import { createSparkline } from './render/sparkline.js';

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
  config: NetworksConfig & { readonly training: Pick<TrainingConfig, 'epochs'> },
  options: Pick<SharedOptions, 'quiet'>,
): Progress {
  const { epochs } = config.training;
  const networks = { count: networkCount(config), name: networkName(config) };
  if (options.quiet) return { start() {}, epoch() {}, restart() {}, stop() {} };
  return context.stderr.isTTY
    ? bar(context, epochs, networks.count)
    : lines(context, epochs, networks, options);
}

function bar({ stderr }: Context, epochs: number, count: number): Progress {
  const drawn = createBar(stderr);
  const noCurves = () => ({ train: createSparkline(), validation: createSparkline() });
  let curves = noCurves();
  return {
    start(resumed) {
      const { restart, epoch } = resumed?.current ?? { restart: 0, epoch: 0 };
      drawn.start(epochs * count, restart * epochs + epoch);
    },
    epoch(record) {
      curves.train.add(record.train.loss);
      if (record.validation) curves.validation.add(record.validation.loss);
      drawn.update(record.restart * epochs + record.epoch, { record, curves });
    },
    restart({ restart, stop_reason }) {
      curves = noCurves();
      // nothing is done of what was interrupted but the epochs that were
      if (stop_reason !== 'interrupted') drawn.update((restart + 1) * epochs);
    },
    stop: drawn.stop,
  };
}

/** Progress in plain lines, about ten in all. */
function lines(
  context: Context,
  epochs: number,
  { count, name }: { readonly count: number; readonly name: string },
  options: Pick<SharedOptions, 'quiet'>,
): Progress {
  const every = Math.ceil((epochs * count) / 10);
  return {
    start() {},
    epoch(record) {
      if ((record.restart * epochs + record.epoch) % every !== 0) return;
      const which = count > 1 ? `${name} ${record.restart}, ` : '';
      note(context, options, `${which}epoch ${record.epoch}/${epochs}: ${epochText(record)}`);
    },
    restart() {},
    stop() {},
  };
}
