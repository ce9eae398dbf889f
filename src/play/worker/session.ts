import { parseConfig } from '../../config/index.js';
import { MlpError } from '../../errors.js';
import type { BegunJob } from '../../jobs/job_starter.js';
import type { TrainState } from '../../jobs/restarts/state.js';
import { backendFor, createKernels } from '../../kernels/index.js';
import { initialTensors } from '../../model/initial_tensors.js';
import { fillNetwork } from '../../model/tensors.js';
import type { Network } from '../../nn/network.js';
import { type Fitted, fit } from '../../run/fit.js';
import { buildForTraining } from '../../run/network_for_training.js';
import { buildNetwork } from '../../training/build_network.js';
import { networkCount } from '../../training/options.js';
import { type Prepared, prepare } from '../../training/prepare.js';
import type { EpochRecord } from '../../training/records.js';
import type { InputFacts, Progress } from './facts.js';
import { Pace, type Show } from './pace.js';
import { PastWeights } from './past_weights.js';
import type { View } from './view.js';

/** Name of a run whose config has none. */
export const defaultName = 'play';

/** Rows that the network for pictures computes at once. */
const rowsAtOnce = 512;

/** Error that ends the training of a session that is closed. */
const closed = new Error('closed');

/** Listener of a session. */
export interface SessionListener {
  /** Called with each epoch. */
  record(record: EpochRecord): void;
  /** Called where it is time for another picture, which may be left out while training runs. */
  readonly frame: Show;
}

/** A config with its data in memory, and its network in training, which stands still at first. */
export class Session {
  readonly pace = new Pace();
  listener: SessionListener | undefined;
  /** View that pictures are of; undefined before the page has said so, and where no input is a number. */
  view: View | undefined;
  /** Columns that are inputs. */
  inputs: readonly InputFacts[] = [];
  /** Training row that is followed through the network, 1 the first. */
  followed = 1;
  private shown: number | null = null;
  private traced: Network | undefined;
  private begun: BegunJob | undefined;
  private state: Progress['state'] = 'ready';
  private taken = 0;
  private saved: { readonly state: TrainState; readonly seconds: number } | undefined;
  private edited: Float64Array | undefined;
  private isStopping = false;
  private isClosed = false;
  private training: Promise<Fitted> | undefined;
  private display: Network | undefined;

  private constructor(
    public number: number,
    readonly prepared: Prepared,
    readonly files: ReadonlyMap<string, Uint8Array>,
    private readonly first: Network,
    private readonly initialize: ((network: Network, restart: number) => void) | undefined,
    readonly past: PastWeights,
  ) {}

  /**
   * Reads the data of a config from files in memory, and builds its network. It has so many `siblings`, itself among
   * them, which share the memory for weights of past epochs.
   *
   * @throws MlpError as `mlp train` does.
   */
  static async open(
    number: number,
    text: string,
    files: ReadonlyMap<string, Uint8Array>,
    siblings = 1,
  ): Promise<Session> {
    const config = { name: defaultName, ...parseConfig(text, 'config') };
    const kernels = createKernels(backendFor(0), {});
    const loading = { directory: '', files, allocate: kernels.allocateData };
    const prepared = await prepare(config, loading);
    const network = buildForTraining(prepared, kernels, (bytes) => createKernels(backendFor(bytes), {}));
    const initialize = initialWeights(prepared, network, files);
    return new Session(number, prepared, files, network, initialize, new PastWeights(siblings));
  }

  /** The network in training; of several, one after the other, those of folds have each their own. */
  get network(): Network {
    return this.isEnded ? this.first : (this.begun?.network ?? this.first);
  }

  /** Begins or goes on with training, which waits for its pace to be told. */
  begin(): void {
    const { prepared, first: network, pace, saved } = this;
    this.isStopping = false;
    const training = fit(prepared, {
      ...{ network, resume: saved, now: () => performance.now() / 1000 },
      initialize: (started, restart) => {
        if (restart === 0 && this.edited) started.restore(this.edited);
        else this.initialize?.(started, restart);
      },
      callbacks: {
        onBegin: (begun) => this.onBegin(begun),
        pause: () => this.rest(),
        stepsAtOnce: () => pace.stepsAtOnce,
        stop: () => {
          if (this.isClosed) throw closed;
          return this.isStopping ? 'interrupted' : null;
        },
        onEpoch: (record) => {
          this.past.add(record.restart, record.epoch, () => this.network.snapshot());
          this.listener?.record(record);
        },
        onCheckpoint: (state, seconds) => {
          this.saved = { state, seconds };
        },
      },
    });
    this.training = training;
    training.then(
      () => {
        if (this.isStopping) return;
        this.state = 'ended';
        this.listener?.frame('still');
      },
      () => {},
    );
  }

  /** State of training, but for the epochs since the last. */
  progress(): Omit<Progress, 'records'> {
    const { begun, number, state } = this;
    const { epoch = 0, step = 0, restart = 0, stopReason } = begun?.run ?? {};
    return { session: number, state, epoch, step, restart, ...(stopReason && { stopReason }) };
  }

  get isEnded(): boolean {
    return this.state === 'ended';
  }

  /** Epoch whose weights pictures show; null for the present ones. */
  get shownEpoch(): number | null {
    return this.shown;
  }

  /** Shows the weights of a past epoch in pictures, or with null the present ones; training stands still. */
  lookBack(epoch: number | null): void {
    if (epoch !== null && !this.past.at(epoch))
      throw new MlpError('usage', `no weights of epoch ${epoch} are kept`);
    if (epoch !== null) this.pause();
    this.shown = epoch;
  }

  /** The run, its workspace and network, once training has begun. */
  get job(): BegunJob | undefined {
    return this.begun;
  }

  run(): void {
    this.shown = null;
    if (this.isEnded) return;
    this.state = 'running';
    this.pace.pause(false);
  }

  pause(): void {
    if (this.isEnded) return;
    this.state = 'paused';
    this.pace.pause(true);
  }

  step(count: number): void {
    this.shown = null;
    if (this.isEnded) return;
    this.state = 'paused';
    this.pace.takeSteps(count);
  }

  /** Steps until the end of the epoch. */
  get stepsLeft(): number {
    const { workspace, run } = this.begun!;
    return workspace.batches.count - run.batch;
  }

  /** Sets an element of a tensor; training goes on from there. */
  edit(tensor: string, index: number, value: number): void {
    const found = this.network.tensors.find(({ name }) => name === tensor);
    if (!found || !(index in found.view)) throw new MlpError('usage', `no element ${index} of ${tensor}`);
    this.shown = null;
    found.view[index] = value;
    this.keepEdited();
  }

  /** Keeps weights that were changed before the first step, for when training begins anew without one. */
  keepEdited(): void {
    if (this.taken === 0) this.edited = this.network.snapshot();
  }

  /** The best weights so far with all that a run's files hold. Training stands still, and can go on to the same bits. */
  async fitted(): Promise<Fitted> {
    if (this.isEnded) return this.training!;
    this.pause();
    return this.interrupt();
  }

  /** Goes on after `fitted`, from where it was, standing still. */
  resume(): void {
    if (!this.isEnded) this.begin();
  }

  private interrupt(): Promise<Fitted> {
    this.isStopping = true;
    this.pace.release();
    return this.training!;
  }

  /** Ends training where it is: nothing is measured any more. */
  close(): void {
    this.listener = undefined;
    this.isClosed = true;
    this.interrupt().catch(() => {});
  }

  /** A network with the weights that are shown, with memory of its own, for pictures: training is not disturbed. */
  forPictures(): Network {
    const { config, inputs, outputs } = this.prepared;
    this.display ??= buildNetwork(config, inputs, outputs, createKernels(backendFor(0), {})).allocate(
      rowsAtOnce,
    );
    this.display.restore(this.shownWeights());
    return this.display;
  }

  /** Weights that pictures are of. */
  shownWeights(): Float64Array {
    const past = this.shown === null ? undefined : this.past.at(this.shown);
    return past ?? this.network.snapshot();
  }

  /** The network that a row is followed through, which is built once. */
  forTrace(build: () => Network): Network {
    this.traced ??= build();
    return this.traced;
  }

  private onBegin(begun: BegunJob): Promise<void> | undefined {
    this.begun = begun;
    this.taken = begun.run.step;
    if (begun.run.epoch === 0) this.past.add(begun.run.restart, 0, () => this.network.snapshot());
    return this.pace.wait((state) => this.listener?.frame(state));
  }

  private rest(): Promise<void> | undefined {
    const { run } = this.begun!;
    const taken = run.step - this.taken;
    this.taken = run.step;
    return this.pace.rest(taken, run.epoch, (state) => this.listener?.frame(state));
  }
}

/** Weights to start from (training.init_from), which are among the files. */
function initialWeights({ config }: Prepared, network: Network, files: ReadonlyMap<string, Uint8Array>) {
  const { init_from: path } = config.training;
  if (path === undefined) return undefined;
  const bytes = files.get(path);
  if (!bytes)
    throw new MlpError('no_input', `training.init_from: ${path}: the page has no such file; leave it out`);
  const each = initialTensors(bytes, path, network, networkCount(config));
  return (started: Network, restart: number) => fillNetwork(started, each[restart]);
}
