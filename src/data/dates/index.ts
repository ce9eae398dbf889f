export { DateDetector, type DetectedDates, missingDate } from './detect.js';
export { type DateFormat, dateFormat, exchanged } from './format.js';
export { hasOffset } from './iso.js';
export {
  chooseParts,
  type DatePartName,
  datePartNames,
  exchangeDay,
  gives,
  isoText,
  type Moment,
  momentOf,
  PartChooser,
  partOf,
} from './parts.js';
export { firstYearOf, withFirstYear } from './short_years.js';
