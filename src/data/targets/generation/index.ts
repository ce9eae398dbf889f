export { type GeneratedColumn, generatedColumnSchema } from './column.js';
export { encodeGenerated } from './encode.js';
export { distributionOf, fieldsOf } from './fields.js';
export { fitGenerated } from './fit.js';
export {
  type GeneratedValue,
  kindOf,
  printedKindOf,
  printer,
  type ValueReader,
  valueReader,
} from './values.js';
