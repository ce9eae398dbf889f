import * as z from '../../../zod.js';
import type { Distribution } from './distribution.js';

const options = z.strictObject({
  choice: z.array(z.json()).superRefine((values, { addIssue }) => {
    const refuse = (message: string) => addIssue({ code: 'custom', message });
    if (values.length === 0) return refuse('nothing to choose from; expected a list of at least two values');
    if (values.length === 1) return refuse('a single value leaves nothing to choose; put it into the config');
    const texts = values.map((value) => JSON.stringify(value));
    const twice = texts.find((text, i) => texts.indexOf(text) !== i);
    if (twice !== undefined) refuse(`${twice} is there twice; keep one of them`);
  }),
});

/** Values of a list, without an order: names, numbers, whole lists of layers. */
export const choice = {
  options,
  domain: ({ choice: choices }: z.infer<typeof options>) => ({ choices }),
} satisfies Distribution;
