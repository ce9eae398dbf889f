import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { sweepTemporaries, writeFileAtomic } from '../../files/index.js';
import type { Given } from '../../play/state/given_type.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { exitCodeOf, type Signal } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { note } from '../messages.js';
import { addOptions, integer, overrides, type SharedOptions } from '../options.js';
import { collect } from '../play/given.js';
import { pageWith } from '../play/page.js';
import { serve } from '../play/server.js';

interface Options extends Pick<SharedOptions, 'set' | 'seed' | 'quiet'> {
  readonly html?: string;
  readonly withData?: boolean;
  readonly port: number;
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'quiet')
    .description(
      'Show a network while it learns, in a page with knobs to turn: print the address of the page, which this ' +
        'machine alone can open, and serve it until Ctrl-C. What is trained there comes to the same bits as by ' +
        'mlp train.',
    )
    .argument('[source]', 'a config, a file of CSV or JSON lines, or a run; a first example where left out')
    .option(
      '--html <file>',
      'write the page as one file, which opens from disk, instead of serving it; - for stdout',
    )
    .option(
      '--with-data',
      'put the data into that file, so that it can be given away; else they are dropped on it',
    )
    .option('--port <n>', 'port of the address; one that is free where left out', integer(0, 65535), 0)
    .action((source: string | undefined, options: Options) => play(source, options, context));
  addExamples(
    command,
    'mlp play configs/spiral.json --html spiral.html',
    'mlp play datasets/penguins.csv --with-data --html penguins.html',
    'mlp play --html play.html',
  );
}

async function play(source: string | undefined, options: Options, context: Context): Promise<void> {
  const { set, html, port } = options;
  const isChanged = set.length > 0 || options.seed !== undefined;
  const given: Given =
    source === undefined
      ? {}
      : await collect(pathFrom(context, source), { set, overrides: isChanged ? overrides(options) : [] });
  if (html !== undefined) return writePage(given, html, options, context);
  const running = await serve(pageWith(given), port);
  try {
    await write(context.stdout, `${running.address}\n`);
    note(context, options, 'open this address in a browser on this machine; Ctrl-C ends it');
    const signal = await new Promise<Signal>((done) => {
      context.onSignal(done);
    });
    context.exitCode = exitCodeOf(signal);
  } finally {
    await running.close();
  }
}

async function writePage(given: Given, html: string, options: Options, context: Context): Promise<void> {
  const { files: _, propose, model, ...withoutData } = given;
  // what is proposed for, and the weights of a run, are nothing without their files
  const page = pageWith(options.withData ? given : withoutData);
  if (html === '-') return write(context.stdout, page);
  const file = pathFrom(context, html);
  writeFileAtomic(file, page);
  sweepTemporaries(dirname(file), [basename(file)]);
  await write(context.stdout, `${file}\n`);
}
