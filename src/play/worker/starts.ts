import { MlpError } from '../../errors.js';
import type { EpochRecord } from '../../training/records.js';
import type { Progress } from './facts.js';
import { map, type OutputMap } from './parts/map.js';
import { type Samples, samples } from './parts/samples.js';
import { Session } from './session.js';
import { coarse, planeOf, type ViewSettings } from './view.js';

/** Most bytes of the matrices of all starts: each has its own split of the rows. */
const mostBytes = 2 ** 29;

/** Picture of a start, as one of the small multiples. */
export interface StartPicture {
  readonly seed: number;
  readonly state: Progress['state'];
  readonly epoch: number;
  /** Losses of the last epoch; undefined before the first has ended. */
  readonly train?: number;
  readonly validation?: number;
  /** Outputs over a coarse grid; null where there is no map. */
  readonly map: OutputMap | null;
  /** Places of rows that a generator gives, [rows, axes]; null of other networks. */
  readonly places: Samples['places'] | null;
}

interface Start {
  readonly session: Session;
  readonly history: EpochRecord[];
}

/** The config of a session trained from several seeds in turns, each a session of its own. */
export class Starts {
  private readonly bySeed = new Map<number, Start>();
  private isDrawn = true;
  private isClosed = false;

  constructor(
    /** Session whose files and ranges of the inputs they have. */
    private readonly like: Session,
    private readonly post: (picture: StartPicture) => void,
  ) {}

  /**
   * Opens a session for each seed, and has them trained.
   *
   * @throws MlpError where their data take too much memory.
   */
  async open(
    { config, seeds, view }: { config: object; seeds: readonly number[]; view: ViewSettings | null },
    numberOf: () => number,
  ): Promise<void> {
    const { files } = this.like;
    requireMemory(this.like, seeds.length);
    for (const seed of seeds) {
      const text = JSON.stringify({ ...config, seed });
      const session = await Session.open(numberOf(), text, files, seeds.length);
      if (this.isClosed) return;
      const start = { session, history: [] };
      this.bySeed.set(seed, start);
      if (view) this.look(start, view);
      this.listen(seed, start);
      session.begin();
      session.run();
    }
  }

  /** Has all run, or stand still. */
  control(action: 'run' | 'pause'): void {
    for (const { session } of this.bySeed.values()) session[action]();
  }

  /** Sets what the pictures are of. */
  setView(view: ViewSettings, but: Session): void {
    for (const [seed, start] of this.bySeed) {
      if (start.session === but) continue;
      this.look(start, view);
      this.send(seed, start);
    }
  }

  at(seed: number): Start {
    const start = this.bySeed.get(seed);
    if (start) return start;
    throw new MlpError('usage', `no start of seed ${seed}`);
  }

  /** Shows a start among the others again, standing still; false where the session is none of them. */
  takeBack(session: Session): boolean {
    for (const [seed, start] of this.bySeed)
      if (start.session === session) {
        session.pause();
        this.listen(seed, start);
        return true;
      }
    return false;
  }

  /** Takes note that the page has drawn the last picture. */
  drawn(): void {
    this.isDrawn = true;
  }

  /** Ends all but one. */
  close(but: Session | undefined): void {
    this.isClosed = true;
    for (const { session } of this.bySeed.values()) if (session !== but) session.close();
    this.bySeed.clear();
  }

  private look({ session }: Start, view: ViewSettings): void {
    const { limits, grid } = planeOf(session.prepared, this.like.inputs, view);
    const small = grid(coarse);
    session.view = { axes: view.axes, limits, points: [], fine: small, coarse: small };
  }

  private listen(seed: number, start: Start): void {
    start.session.listener = {
      record: (record) => start.history.push(record),
      frame: (state) => (state === 'still' || this.isDrawn) && this.send(seed, start),
    };
  }

  private send(seed: number, { session, history }: Start): void {
    this.isDrawn = false;
    const { state, epoch } = session.progress();
    const last = history.at(-1);
    const losses = last && { train: last.train.loss, validation: last.validation?.loss };
    const places = samples(session)?.places ?? null;
    this.post({ seed, state, epoch, ...losses, map: map(session), places });
  }
}

function requireMemory({ prepared: { dataset } }: Session, count: number): void {
  const { train, validation, test } = dataset;
  const each = [train, validation, test].reduce((sum, split) => sum + (split?.x.byteLength ?? 0), 0);
  if (each * count <= mostBytes) return;
  const size = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  throw new MlpError(
    'usage',
    `${count} starts with ${size(each)} of rows each: they may take ${size(mostBytes)} together; choose fewer, or ` +
      'train them by mlp train with training.restarts',
  );
}
