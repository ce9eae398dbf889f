import { clearScreenDown, cursorTo } from 'node:readline';
import { Format, SingleBar } from 'cli-progress';
import type { Output } from './io.js';
import { type ProgressParts, progressLine } from './render/epoch.js';

/** A line at the bottom of a terminal that is redrawn ten times a second, as wide as the terminal then is. */
export interface Bar {
  start(total: number, value: number): void;
  update(value: number, state?: ProgressParts['state'], text?: string): void;
  stop(): void;
}

/** Creates a bar for a stream that is a terminal. `unit` is what it counts. */
export function createBar(stream: Output, unit = 'epoch'): Bar {
  const single = new SingleBar({
    stream: stream as NodeJS.WritableStream,
    format(options, { value, total, progress, eta }, { state, text }: Pick<ProgressParts, 'state' | 'text'>) {
      const parts = {
        position: `${unit} ${value}/${total}`,
        share: `${Math.floor(100 * progress)}%`,
        bar: Format.BarFormat(progress, options),
        // Not a number until there is something to tell it from.
        remaining: `${Number.isFinite(Number(eta)) ? Format.TimeFormat(eta, options, 5) : '…'} left`,
        ...{ state, text },
      };
      // One column less: a cursor behind the last one is on the next line in some terminals.
      return progressLine(parts, widthOf(stream) - 1);
    },
    barsize: 10,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    etaBuffer: 50,
    fps: 10,
    forceRedraw: true,
  });
  // From the start of the line all of it can be cleared, also where a terminal that got narrower has broken it.
  single.on('redraw-post', () => cursorTo(stream, 0));
  const redraw = () => {
    clearScreenDown(stream);
    single.render();
  };
  return {
    start(total, value) {
      single.start(total, value, {});
      stream.on('resize', redraw);
    },
    update: (value, state, text) => single.update(value, { ...(state && { state }), ...(text && { text }) }),
    stop() {
      stream.off('resize', redraw);
      single.stop();
    },
  };
}

const widthOf = ({ columns }: Output): number => columns || 80;
