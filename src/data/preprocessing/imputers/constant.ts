import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import type { Imputer } from './imputer.js';

/** The value that the config names as `fill`. */
export const constant = {
  number(_values, fill, name) {
    if (typeof fill === 'string')
      throw new MlpError(
        'config',
        `data: fill is ${JSON.stringify(fill)}, but column ${printable(name)} holds numbers; write a number`,
      );
    return { action: 'fill', value: fill };
  },
  category: (_categories, _counts, fill) => ({ action: 'fill', value: String(fill) }),
} satisfies Imputer;
