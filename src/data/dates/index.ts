export { type DateFormat, dateFormat } from './format.js';
export {
  chooseParts,
  type DatePartName,
  datePartNames,
  gives,
  type Moment,
  momentOf,
  partOf,
} from './parts.js';
