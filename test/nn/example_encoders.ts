import { type EncodedInput, encoderTypes } from '../../src/nn/encoders/index.js';

/** Columns of x for the laws, of four: one of each type of encoder, and beside them one as it is. */
export const exampleEncoders: Readonly<Record<string, readonly EncodedInput[]>> = {
  piecewise_linear: [
    { type: 'piecewise_linear', column: 'a', input: 0, width: 3, edges: [-1.5, -0.3, 0.1, 0.4, 1.2] },
    { type: 'piecewise_linear', column: 'a.weight', input: 2, width: 1, edges: [-1, 2] },
    { type: 'piecewise_linear', column: 'größe / m', input: 3, width: 2, edges: [-0.5, 0, 0.5] },
  ],
  embedding: [
    { type: 'embedding', column: 'k', input: 1, width: 3, levels: 4, hasUnseen: true },
    { type: 'embedding', column: 'k\n"l', input: 2, width: 2, levels: 1, hasUnseen: false },
  ],
};

const missing = Object.keys(encoderTypes).filter((type) => !Object.hasOwn(exampleEncoders, type));
if (missing.length > 0) throw new Error(`an encoder needs an example: ${missing.join(', ')}`);
