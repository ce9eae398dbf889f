import { platform } from '#platform';
import { type Failure, MlpError } from '../../errors.js';
import type { BackendName } from '../../kernels/index.js';
import type { Network } from '../../nn/network.js';
import type { Thread } from '../../platform/platform.js';
import type { TrainConfig } from '../build_network.js';
import type { Ledger, TrainCallbacks } from '../ledger.js';
import type { TrainerState, TrainingData } from '../trainer.js';
import { InOrder } from './in_order.js';
import { type Message, type Order, stops, type WorkerData } from './messages.js';
import { shareData } from './shared_data.js';
import { epochNanoseconds } from './worth.js';

/** Milliseconds between two looks at whether to stop. */
const LOOK = 10;
/** Nanoseconds of epochs whose records go together, and the most of those. */
const TOGETHER = 5e6;
const MOST_TOGETHER = 100;

/** What is to be trained, and who is told. */
export interface Undertaking {
  /** Its backend is the one that each thread gets one of; it is not trained itself. */
  readonly network: Network;
  readonly config: TrainConfig;
  readonly data: TrainingData;
  readonly ledger: Ledger;
  readonly callbacks: TrainCallbacks;
}

/**
 * Trains the restarts that the ledger has not yet, each from start to end in one of so many threads, whose backends have one thread. The
 * first begins where `state` was taken. The ledger hears of them in their order, as if they had run one after the other;
 * and where training is interrupted, only of those up to the first that was not finished: the others are lost.
 *
 * @throws MlpError as a thread that failed did, or `bug`.
 */
export async function sideBySide(
  threads: number,
  undertaking: Undertaking,
  state: TrainerState | undefined,
): Promise<void> {
  const { code } = await import('./code.js');
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const workerData = dataFor(undertaking, stop);
  const workers = Array.from({ length: threads }, () => platform.startThread!(code, workerData));
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const foreman = new Foreman(workers, undertaking, stop, state, resolve);
      const guarded =
        <T>(work: (value: T) => void) =>
        (value: T) => {
          try {
            work(value);
          } catch (error) {
            reject(error);
          }
        };
      for (const worker of workers) {
        worker.on(
          'message',
          guarded((message: Message) => foreman.hear(worker, message)),
        );
        worker.on('error', (error) => reject(failure(error)));
        worker.on('exit', (exitCode) => reject(failure(new Error(`it ended with exit code ${exitCode}`))));
      }
      timer = setInterval(
        guarded(() => foreman.look()),
        LOOK,
      );
    });
  } finally {
    clearInterval(timer);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function dataFor({ network, config, data, callbacks }: Undertaking, stop: WorkerData['stop']): WorkerData {
  const { inputs, outputs, layout } = network;
  const together = Math.floor(TOGETHER / epochNanoseconds(network, config, data));
  return {
    config,
    data: shareData(data),
    ...{ inputs, outputs, stop },
    backend: layout.kernels.name as BackendName,
    stepsAtOnce: callbacks.stepsAtOnce,
    checkpointEvery: callbacks.checkpointEvery,
    wantsStates: callbacks.onCheckpoint !== undefined,
    epochsAtOnce: Math.min(Math.max(together, 1), MOST_TOGETHER),
  };
}

const failure = (error: Error & { readonly failure?: Failure }): MlpError =>
  error.failure !== undefined
    ? new MlpError(error.failure, error.message)
    : new MlpError(
        'bug',
        `a thread that trains a restart has failed: ${error.message}; with --threads 1 there is none`,
        { cause: error },
      );

/** Hands out restarts to workers, and knows when all is done. */
class Foreman {
  private readonly inOrder: InOrder;
  private readonly idle: Thread[];
  /** The next restart that nobody has begun. */
  private next: number;

  constructor(
    workers: readonly Thread[],
    private readonly undertaking: Undertaking,
    private readonly stop: Int32Array<SharedArrayBuffer>,
    private state: TrainerState | undefined,
    private readonly done: () => void,
  ) {
    const { ledger } = undertaking;
    this.inOrder = new InOrder(ledger);
    this.next = ledger.finished.length;
    this.idle = [...workers];
    this.handOut();
  }

  /** What a worker says. */
  hear(worker: Thread, message: Message): void {
    this.inOrder.take(message);
    this.look();
    if (message.kind !== 'end') return;
    this.idle.push(worker);
    if (this.isDone()) this.done();
    else this.handOut();
  }

  /** Asks whether to stop, until it is so. */
  look(): void {
    if (this.stop[0] !== 0) return;
    const reason = this.undertaking.callbacks.stop?.() ?? null;
    Atomics.store(this.stop, 0, stops.indexOf(reason));
  }

  /** A time limit ends all that has begun: the best of it is kept. */
  private isDone(): boolean {
    const { ledger, config } = this.undertaking;
    const { length } = ledger.finished;
    if (ledger.isInterrupted || length === config.training.restarts) return true;
    return ledger.hasStopped && length === this.next;
  }

  /** Once training is to stop, nothing is begun but what has to be, so that it ends within a restart, where it can go on. */
  private handOut(): void {
    const { ledger, config } = this.undertaking;
    while (this.idle.length > 0 && this.next < config.training.restarts) {
      if (this.stop[0] !== 0 && this.next > ledger.finished.length) return;
      const order: Order = { restart: this.next++, state: this.state };
      this.state = undefined;
      this.idle.pop()!.postMessage(order);
    }
  }
}
