import { MlpError } from '../../errors.js';
import type { EpochRecord } from '../../training/records.js';
import { computeParts, type Watched } from './parts/index.js';
import type { Frame } from './protocol.js';
import type { Session } from './session.js';

/** Desk of the worker: the session that is open, and the parts that the page watches of it. */
export class Desk {
  watched: Watched = {};
  private current: Session | undefined;
  private records: EpochRecord[] = [];
  private sessions = 0;
  private isDrawn = true;

  constructor(private readonly post: (frame: Frame) => void) {}

  /** Number of the next session. */
  next(): number {
    return ++this.sessions;
  }

  get session(): Session {
    if (this.current) return this.current;
    throw new MlpError('usage', 'nothing is open: mend the config first');
  }

  /** Replaces the session; the one before ends. */
  open(session: Session): void {
    this.close();
    this.current = session;
    session.listener = {
      record: (record) => this.records.push(record),
      // a page that is behind, or not to be seen, gets the next one when it has drawn this
      frame: (state) => (state === 'still' || this.isDrawn) && this.send(),
    };
  }

  close(): void {
    this.current?.close();
    this.current = undefined;
    this.records = [];
  }

  /** Takes note that the page has drawn the last frame. */
  drawn(): void {
    this.isDrawn = true;
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
