import type { Command } from 'commander';
import type { Context } from '../context.js';

/** Module of a command: its options and its action. It is loaded only when the command is called. */
export interface CommandModule {
  define(command: Command, context: Context): void;
}

interface Entry {
  readonly summary: string;
  load(): Promise<CommandModule>;
}

export const commands: Readonly<Record<string, Entry>> = {
  train: {
    summary: 'train a model as a config says, and write it to disk',
    load: () => import('./train.js'),
  },
  cv: {
    summary: 'cross-validate a config: how good, and how sure',
    load: () => import('./cv.js'),
  },
  tune: {
    summary: 'search for the values of a config that are best on validation',
    load: () => import('./tune.js'),
  },
  'lr-find': {
    summary: 'test learning rates: loss against rate, and a suggestion',
    load: () => import('./lr_find.js'),
  },
  'learn-curve': {
    summary: 'train on more and more rows: would more data help?',
    load: () => import('./learn_curve.js'),
  },
  compare: {
    summary: 'put models side by side: size, metrics, a picture',
    load: () => import('./compare.js'),
  },
  eval: { summary: 'measure a model on its own splits or on other data', load: () => import('./eval.js') },
  predict: { summary: 'print predictions, one row out for each row in', load: () => import('./predict.js') },
  serve: {
    summary: 'answer rows over HTTP, as mlp predict does',
    load: () => import('./serve.js'),
  },
  explain: {
    summary: 'say what a model goes by: columns, curves, single rows',
    load: () => import('./explain.js'),
  },
  threshold: {
    summary: 'choose from which probability on a class is predicted',
    load: () => import('./threshold.js'),
  },
  gradcheck: {
    summary: 'compare backpropagation with numeric gradients',
    load: () => import('./gradcheck.js'),
  },
  trace: {
    summary: 'send one sample through a network and back, module by module',
    load: () => import('./trace.js'),
  },
  diff: {
    summary: 'differentiate a formula by its graph, forward and backward',
    load: () => import('./diff.js'),
  },
  jacobian: {
    summary: 'print the derivatives of the outputs by the inputs, row by row',
    load: () => import('./jacobian.js'),
  },
  embeddings: {
    summary: 'print and compare the vectors that a model has for categories',
    load: () => import('./embeddings.js'),
  },
  init: { summary: 'look at a CSV file and propose a config', load: () => import('./init.js') },
  check: { summary: 'validate a config and show what it comes to', load: () => import('./check.js') },
  schema: { summary: 'print the JSON Schema of the config', load: () => import('./schema.js') },
  inspect: { summary: 'show what is in a model', load: () => import('./inspect.js') },
  report: {
    summary: 'draw what a run has learned, as one HTML file',
    load: () => import('./report.js'),
  },
  play: {
    summary: 'show a network while it learns, in a page in the browser',
    load: () => import('./play.js'),
  },
  sample: {
    summary: 'print new rows like those that a generator was trained on',
    load: () => import('./sample.js'),
  },
  doctor: {
    summary: 'say what computes on this machine: backend, threads',
    load: () => import('./doctor.js'),
  },
  export: {
    summary: 'write a model as JavaScript, C or ONNX, preprocessing and all',
    load: () => import('./export.js'),
  },
  completion: {
    summary: 'print what makes a shell complete commands and flags',
    load: () => import('./completion.js'),
  },
  generate: { summary: 'print synthetic data', load: () => import('./generate.js') },
};
