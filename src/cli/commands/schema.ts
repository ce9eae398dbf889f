import type { Command } from 'commander';
import { configJsonSchema } from '../../config/index.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { write } from '../io.js';

export function define(command: Command, { stdout }: Context): void {
  command
    .description('Print the JSON Schema of the config, for editors and for other programs.')
    .action(() => write(stdout, `${JSON.stringify(configJsonSchema(), null, 2)}\n`));
  addExamples(command, 'mlp schema > mlp.schema.json');
}
