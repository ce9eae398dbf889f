/** Epochs in a second, or as many as there can be. */
export type Speed = number | 'full';

/** Milliseconds between two frames of a training that runs. */
const frameTime = 40;

/** Time of training between two frames, as a multiple of what the first of them took to compute. */
const leastShare = 5;

/** Shows how training stands. */
export type Show = (state: 'running' | 'still') => void;

/** Clock of training: how many steps it takes before it is asked again, and how long it waits then. */
export class Pace {
  speed: Speed = 'full';
  private isPaused = true;
  private isReleased = false;
  /** Steps that are to be taken though it is paused. */
  private steps = 0;
  private wake: (() => void) | undefined;
  private resumedAt = 0;
  /** Milliseconds that the last frame took. */
  private cost = 0;
  private due = 0;
  private epoch = 0;

  /** Runs, or stands still after the steps at hand. */
  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.steps = 0;
    this.due = performance.now();
    if (!isPaused) this.go();
  }

  /** Takes so many steps, and stands still again. */
  takeSteps(count: number): void {
    this.isPaused = true;
    this.steps = count;
    this.go();
  }

  /** Lets training end: there is no more waiting until it begins again. */
  release(): void {
    this.isReleased = true;
    this.go();
  }

  /** Most steps before `rest` is called. */
  get stepsAtOnce(): number {
    if (this.isPaused) return Math.max(1, this.steps);
    return this.speed === 'full' ? Infinity : 1;
  }

  /** Waits before the first step, unless it runs. `frame` shows how things stand: for good, or on the way. */
  wait(frame: Show): Promise<void> | undefined {
    this.isReleased = false;
    return this.isPaused ? this.standStill(frame) : undefined;
  }

  /** Called after every few steps, `taken` of them: waits as long as it takes. */
  rest(taken: number, epoch: number, frame: Show): Promise<void> | undefined {
    if (this.isReleased) return undefined;
    if (this.isPaused) {
      this.steps -= Math.min(this.steps, taken);
      return this.steps > 0 ? undefined : this.standStill(frame);
    }
    const now = performance.now();
    const isNew = epoch !== this.epoch;
    this.epoch = epoch;
    const isDue = now - this.resumedAt >= Math.max(frameTime, leastShare * this.cost);
    if (isDue) {
      frame('running');
      this.resumedAt = performance.now();
      this.cost = this.resumedAt - now;
    }
    if (this.speed !== 'full' && isNew) {
      this.due = Math.max(this.due, now - frameTime) + 1000 / this.speed;
      if (this.due > now + 1) return later(this.due - now);
    }
    return isDue ? this.takeTurns() : undefined;
  }

  /** Lets messages be read, and other trainings have their turn. */
  private async takeTurns(): Promise<void> {
    await turn();
    this.resumedAt = performance.now();
  }

  private standStill(frame: Show): Promise<void> {
    frame('still');
    return new Promise((done) => {
      this.wake = done;
    });
  }

  private go(): void {
    this.wake?.();
    this.wake = undefined;
  }
}

/** Lets messages be read: at once, where a timer would wait for 4 ms after a few of its kind. */
const turn = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      done();
    });
    port1.start();
    port2.postMessage(null);
  });

/** Lets messages be read meanwhile. */
const later = (milliseconds: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });
