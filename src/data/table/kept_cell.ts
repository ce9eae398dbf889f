/** A number or a truth value as JSON has it, with all of its digits. */
export class JsonLiteral {
  constructor(readonly json: string) {}

  toString(): string {
    return this.json;
  }
}

/** A cell of a column that is kept: its text; where types are kept also a literal of JSON, or null where it is missing. */
export type KeptCell = string | JsonLiteral | null;
