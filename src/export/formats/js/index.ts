import { programOf } from '../../program/index.js';
import type { Format } from '../format.js';
import { moduleOf } from './module.js';

/** One module of JavaScript without dependencies, and its declarations. */
export const js = {
  summary: 'one module of JavaScript for browsers and Node, with its types beside it',
  tolerance: 0,
  extension: '.mjs',
  otherExtensions: ['.js', '.cjs'],
  files(model, file) {
    const { source, types } = moduleOf(programOf(model));
    const declarations = file.replace(/\.([mc]?)js$/, '.d.$1ts');
    return [
      { name: file, content: source },
      ...(declarations === file ? [] : [{ name: declarations, content: types }]),
    ];
  },
} satisfies Format;
