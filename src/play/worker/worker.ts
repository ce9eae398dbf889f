import { MlpError } from '../../errors.js';
import { Desk } from './desk.js';
import type { Ask, Message } from './protocol.js';
import { questions } from './questions/index.js';

const post = (message: Message) => postMessage(message);
const desk = new Desk(
  (frame) => post({ type: 'frame', frame }),
  (picture) => post({ type: 'start', picture }),
);

/** Answers a question, or says why not: nothing that the page asks ends the worker. */
async function answer({ id, question, given }: Ask): Promise<void> {
  try {
    post({ type: 'answer', id, value: await questions[question](desk, given as never) });
  } catch (error) {
    const isBug = !(error instanceof MlpError);
    post({ type: 'refusal', id, message: isBug ? String(error) : error.message, isBug });
  }
}

addEventListener('message', ({ data }: MessageEvent<Ask>) => void answer(data));
