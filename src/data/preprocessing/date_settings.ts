import * as z from '../../zod.js';
import { dateFormat, datePartNames, gives } from '../dates/index.js';
import { readingKey } from '../reading_key.js';

/** The keys of a column's settings that are about dates. */
export const dateSettings = {
  format: readingKey(
    z
      .string()
      .min(1)
      .optional()
      .describe(
        'how dates are written: "iso", or with directives of strptime: "%d.%m.%Y", "%m/%d/%Y %H:%M"; years of two ' +
          'digits, %y, are of 1969 to 2068, with %1930y of 1930 to 2029; inferred where left out',
      ),
  ),
  parts: z
    .array(z.enum(datePartNames))
    .min(1)
    .optional()
    .describe(
      'what the network gets of dates: numbers (year; days, since 1970-01-01) and pairs of sine and cosine (month, ' +
        'day, weekday, day_of_year, hour, minute); those that vary where left out',
    ),
};

type DateSettings = z.infer<z.ZodObject<typeof dateSettings>> & { readonly type?: string };

/** True where the settings of a column say that it holds dates: by its type, or by keys that are about dates. */
export const isDate = ({ type, format, parts }: DateSettings): boolean =>
  type === 'date' || format !== undefined || parts !== undefined;

/** Refuses these keys where the column is none of dates, a format that is none, and parts that it does not give. */
export function checkDates({ type, format, parts = [] }: DateSettings, context: z.RefinementCtx): void {
  const refuse = (message: string, ...path: (string | number)[]) =>
    context.addIssue({ code: 'custom', path, message });
  if (type !== undefined && type !== 'date') {
    const key = format === undefined ? 'parts' : 'format';
    if (format !== undefined || parts.length > 0) refuse('goes with type "date"', key);
    return;
  }
  try {
    const known = format === undefined ? null : dateFormat(format);
    parts.forEach((part, i) => {
      if (parts.indexOf(part) < i) refuse(`${part} is named twice`, 'parts', i);
      else if (known && !gives(known, part))
        refuse(`dates of the format ${format} have no ${part}`, 'parts', i);
    });
  } catch (error) {
    refuse((error as Error).message, 'format');
  }
}
