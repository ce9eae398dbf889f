import { MlpError } from '../../errors.js';
import type { EpochRecord } from '../../training/records.js';
import { computeParts, type Watched } from './parts/index.js';
import type { Frame } from './protocol.js';
import type { Session } from './session.js';
import { type StartPicture, Starts } from './starts.js';

/** Desk of the worker: the session that is open, the parts that the page watches of it, and its starts. */
export class Desk {
  watched: Watched = {};
  /** The config from several seeds, where the page has asked for that. */
  starts: Starts | undefined;
  private current: Session | undefined;
  private records: EpochRecord[] = [];
  private sessions = 0;
  private isDrawn = true;

  constructor(
    private readonly post: (frame: Frame) => void,
    private readonly postStart: (picture: StartPicture) => void = () => {},
  ) {}

  /** Number of the next session. */
  next(): number {
    return ++this.sessions;
  }

  get session(): Session {
    if (this.current) return this.current;
    throw new MlpError('usage', 'nothing is open: mend the config first');
  }

  /**
   * Replaces the session; the one before ends, unless it is among the starts. Epochs are added to `history`, too, where
   * that is given.
   */
  open(session: Session, history?: EpochRecord[]): void {
    this.close();
    this.current = session;
    session.listener = {
      record: (record) => {
        this.records.push(record);
        history?.push(record);
      },
      // a page that is behind, or not to be seen, gets the next one when it has drawn this
      frame: (state) => (state === 'still' || this.isDrawn) && this.send(),
    };
  }

  close(): void {
    const { current } = this;
    if (current && !this.starts?.takeBack(current)) current.close();
    this.current = undefined;
    this.records = [];
  }

  /** Opens starts of the config of the session, in place of those that there are. */
  openStarts(given: Parameters<Starts['open']>[0]): Promise<void> {
    this.endStarts();
    this.starts = new Starts(this.session, this.postStart);
    return this.starts.open(given, () => this.next());
  }

  /** The start of a seed. */
  startAt(seed: number): ReturnType<Starts['at']> {
    if (this.starts) return this.starts.at(seed);
    throw new MlpError('usage', 'there are no starts');
  }

  endStarts(): void {
    this.starts?.close(this.current);
    this.starts = undefined;
  }

  /** Takes note that the page has drawn the last frame, or the last picture of a start. */
  drawn(): void {
    this.isDrawn = true;
    this.starts?.drawn();
  }

  /** Sends a frame of the session as it stands, with the parts that are watched. */
  send(): void {
    const { current, records, watched } = this;
    if (!current) return;
    this.records = [];
    this.isDrawn = false;
    this.post({ ...current.progress(), records, parts: computeParts(current, watched) });
  }
}
