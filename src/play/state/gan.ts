import type { SessionFacts } from '../worker/facts.js';

/** Whether the network of a session is the generator of a GAN, which makes rows out of codes. */
export const isGan = (session: SessionFacts | null): boolean =>
  session?.config.training.objective?.type === 'gan';
