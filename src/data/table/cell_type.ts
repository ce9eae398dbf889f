/**
 * Type of the cells of a column in a source that has types: doubles, whole numbers of 64 bits, truth, days, moments to
 * the microsecond, texts.
 */
export type CellType = 'number' | 'whole' | 'boolean' | 'date' | 'moment' | 'text';
