import { programOf } from '../../program/index.js';
import type { Format } from '../format.js';
import { cFile } from './file.js';

/** One file of C99 without dependencies or allocation. */
export const c = {
  summary: 'one file of C99, without dependencies or allocation',
  tolerance: 0,
  extension: '.c',
  otherExtensions: ['.h'],
  files: (model, file) => [{ name: file, content: cFile(programOf(model), model.preprocessing, file) }],
} satisfies Format;
