import type { Ask, Frame, Message } from '../worker/protocol.js';
import type { Answer, Questions } from '../worker/questions/index.js';
import type { StartPicture } from '../worker/starts.js';

/** Error of a question that the worker refuses: its message says what to do. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Whether it is a fault of ours. */
    readonly isBug: boolean,
  ) {
    super(message);
  }
}

/** The worker, as the page sees it. */
export class Client {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private next = 0;

  /** Starts the worker from its program's text. */
  constructor(program: string, onFrame: (frame: Frame) => void, onStart: (picture: StartPicture) => void) {
    const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    this.worker = new Worker(url, { name: 'mlp' });
    this.worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.type === 'frame') onFrame(data.frame);
      else if (data.type === 'start') onStart(data.picture);
      else {
        const { resolve, reject } = this.waiting.get(data.id)!;
        this.waiting.delete(data.id);
        if (data.type === 'answer') resolve(data.value);
        else reject(new Refusal(data.message, data.isBug));
      }
    });
    this.worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.waiting.values()) reject(new Refusal(message, true));
    });
  }

  /** Asks a question; rejects with a Refusal. */
  ask<Name extends keyof Questions>(
    question: Name,
    ...[given]: Parameters<Questions[Name]> extends [unknown, infer Given] ? [Given] : []
  ): Promise<Answer<Name>> {
    const id = this.next++;
    this.worker.postMessage({ id, question, given } as Ask);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  }
}
