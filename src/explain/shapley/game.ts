import type { Background } from '../../data/background.js';
import { encodeFeatures } from '../../data/preprocessing/encode.js';
import { RowFindings } from '../../data/preprocessing/findings.js';
import { pickRows, type RawColumns, rowCount, tableOfColumns } from '../../data/table/raw_columns.js';
import { allRows } from '../../data/table/rows.js';
import { MlpError } from '../../errors.js';
import { type Block, blocksOf, copyBlock, encodeBlock, sourceColumns } from '../blocks.js';
import type { ModelFunction } from '../model_function.js';

/**
 * Cooperative game of a row: its players are the columns of the data. With some columns known, these have the row's
 * values and the others those of a background row (the interventional game of Janzing, Minorics and Blöbaum 2020).
 */
export class Game {
  readonly players: readonly string[];
  /** Number of background rows, and the share that each has in their average. */
  readonly background: number;
  readonly shares: Float64Array;
  /** Predictions, [background rows, outputs], for the background rows. */
  readonly backgroundPredictions: Float64Array;
  /** Average over the background, by output: the value of the game with no column known. */
  readonly average: Float64Array;
  private readonly backgroundX: Float64Array;
  readonly blocks: readonly (Block & { readonly players: readonly number[] })[];

  constructor(
    readonly model: ModelFunction,
    private readonly reference: Background,
  ) {
    const { columns, weights } = reference;
    const { preprocessing } = model;
    this.players = sourceColumns(preprocessing);
    this.blocks = blocksOf(preprocessing).map((block) => ({
      ...block,
      players: block.sources.map((name) => this.players.indexOf(name)),
    }));
    this.background = reference.rows.length;
    const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? 1;
    this.shares = Float64Array.from({ length: this.background }, (_, i) =>
      weights ? weights[i] / total : 1 / this.background,
    );
    this.backgroundX = encodeAll(columns, model);
    this.backgroundPredictions = model.evaluate(this.backgroundX);
    this.average = this.mean(this.backgroundPredictions);
  }

  /** Mean of values, [background rows, columns], by the shares of the rows. */
  mean(values: Float64Array): Float64Array {
    const width = values.length / this.background;
    const result = new Float64Array(width);
    for (let b = 0; b < this.background; b++)
      for (let j = 0; j < width; j++) result[j] += this.shares[b] * values[b * width + j];
    return result;
  }

  /** The game of one row, given as columns of one row. */
  of(row: RawColumns): RowGame {
    return new RowGame(this, this.blocks, this.backgroundX, encodeAll(row, this.model), this.mixer(row));
  }

  /** Encoder of blocks of several columns, of which some have the row's value: [background rows, width]. */
  private mixer(row: RawColumns) {
    const { reference, background, model } = this;
    return (block: Block, known: readonly boolean[]): Float64Array => {
      const mixed = block.sources.map((name, i): [string, ReturnType<typeof pickRows>] => [
        name,
        known[i] ? pickRows(row.get(name)!, new Uint32Array(background)) : reference.columns.get(name)!,
      ]);
      try {
        return encodeBlock(block, model.preprocessing, new Map(mixed));
      } catch (error) {
        if (!(error instanceof MlpError && error.failure === 'data')) throw error;
        throw new MlpError(
          'data',
          `its values beside those of background rows give a basis function no value: ${error.message}`,
          { cause: error },
        );
      }
    };
  }
}

/** Encodes all features of rows of raw values. */
function encodeAll(columns: RawColumns, { preprocessing }: ModelFunction): Float64Array {
  const named = new Map([...columns].filter(([name]) => sourceColumns(preprocessing).includes(name)));
  const table = tableOfColumns('rows that explain', named);
  if (rowCount([...named.values()][0]) === 0) return new Float64Array(0);
  return encodeFeatures(table, preprocessing, allRows(table), new RowFindings());
}

/** Game of one row. */
export class RowGame {
  /** Prediction for the row, by output: the value of the game with all columns known. */
  readonly prediction: Float64Array;
  private readonly mixed = new Map<Block, Map<string, Float64Array>>();

  constructor(
    readonly game: Game,
    private readonly blocks: Game['blocks'],
    private readonly backgroundX: Float64Array,
    private readonly rowX: Float64Array,
    private readonly mix: (block: Block, known: readonly boolean[]) => Float64Array,
  ) {
    this.prediction = game.model.evaluate(rowX);
  }

  /**
   * Writes to row `to` of x background row b with the values of the explained row in the columns that are known.
   */
  write(x: Float64Array, to: number, b: number, known: (player: number) => boolean): void {
    const { inputs } = this.game.model;
    for (const block of this.blocks) {
      const [player] = block.players;
      if (block.players.length === 1) {
        if (known(player)) copyBlock(block, inputs, this.rowX, 0, x, to);
        else copyBlock(block, inputs, this.backgroundX, b, x, to);
        continue;
      }
      const values = this.mixedBlock(block, block.players.map(known));
      for (let j = 0; j < block.width; j++) x[to * inputs + block.first + j] = values[b * block.width + j];
    }
  }

  private mixedBlock(block: Block, known: readonly boolean[]): Float64Array {
    const ofBlock = this.mixed.get(block) ?? new Map<string, Float64Array>();
    this.mixed.set(block, ofBlock);
    const key = known.map(Number).join('');
    const values = ofBlock.get(key) ?? this.mix(block, known);
    ofBlock.set(key, values);
    return values;
  }
}
