/** The numbers that have names in a formula. */
export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };
