/** Numbers that have names in a formula. */
export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

const names = new Map(Object.entries(constants).map(([name, value]) => [value, name]));

/** Name of a number, if it has one. */
export const constantName = (value: number): string | undefined => names.get(value);
