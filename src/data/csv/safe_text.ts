import { decimal } from '../numbers/decimal.js';

/**
 * Text of a cell that no spreadsheet runs as a formula: behind an apostrophe where it begins with =, +, −, @, a tab or
 * a carriage return and is no number. OWASP, CSV injection.
 */
export const safeText = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && Number.isNaN(decimal(text)) ? `'${text}` : text;
