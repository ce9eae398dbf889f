import { zipSync } from 'fflate';
import type { SessionFacts } from '../worker/facts.js';
import type { Speed } from '../worker/pace.js';
import type { Watched } from '../worker/parts/index.js';
import type { Frame } from '../worker/protocol.js';
import type { Control } from '../worker/questions/control.js';
import type { ViewSettings } from '../worker/view.js';
import { fromAddress, toAddress } from './address.js';
import { Client, Refusal } from './client.js';
import { type ConfigJson, type Json, type Path, textOf, valueAt, withValue, writtenOr } from './config.js';
import { bytesOf } from './given.js';
import type { Given } from './given_type.js';
import { pictureOf, pngOf } from './picture.js';
import { save } from './save.js';
import { firstConfig, type State } from './state.js';
import { Store } from './store.js';

/** Largest file that a page takes: its columns and its matrix take a few times as much memory. */
export const largestFile = 64 * 2 ** 20;

/** Actions of a person, and their effects: the only place that changes the state. */
export class App {
  readonly store: Store<State>;
  private readonly client: Client;
  private watched: Record<string, number> = {};
  private openings = 0;

  constructor(
    program: string,
    private readonly given: Given,
  ) {
    this.client = new Client(program, (frame) => this.show(frame));
    const files = new Map(Object.entries(given.files ?? {}).map(([name, text]) => [name, bytesOf(text)]));
    const config =
      fromAddress(location.hash) ??
      (given.config === undefined ? firstConfig : (JSON.parse(given.config) as ConfigJson));
    this.store = new Store<State>({
      ...{ config, files, problem: null, isOpening: true, proposed: null, choices: null, session: null },
      ...{ view: null, viewSettings: null, frame: null, history: [], speed: 30, isEdited: false },
      ...{ output: null, isDiscrete: false, showsTest: true, looked: null },
    });
  }

  /** Opens what the page was given. */
  async start(): Promise<void> {
    const { files } = this.store.get();
    this.store.set({ choices: await this.client.ask('choices') });
    const name = this.given.propose;
    if (name !== undefined && fromAddress(location.hash) === undefined)
      await this.propose(name, files.get(name)!);
    else await this.open();
    const { model } = this.given;
    if (model !== undefined && this.store.get().session) await this.loadModel(model, files.get(model)!);
    addEventListener('hashchange', () => {
      const config = fromAddress(location.hash);
      if (config && toAddress(config) !== toAddress(this.store.get().config)) void this.setConfig(config);
    });
  }

  /** Gives the network the weights of a model file. */
  private async loadModel(name: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.client.ask('load', { name, bytes });
      this.store.set({ isEdited: true });
      await this.setView(this.store.get().viewSettings);
    } catch (error) {
      this.store.set({ problem: messageOf(error) });
    }
  }

  /** Asks the worker something that only a panel needs. */
  ask: Client['ask'] = (...question) => this.client.ask(...question);

  /** Replaces the config, and starts anew. */
  setConfig(config: ConfigJson): Promise<void> {
    this.store.set({ config });
    this.keepAddress();
    return this.open();
  }

  /** Changes a value of the config; undefined leaves it to its default. */
  change(path: Path, value: Json | undefined): Promise<void> {
    return this.setConfig(withValue(this.store.get().config, path, value));
  }

  /** Opens a config that a person has written; it is kept where it is a good one. */
  async applyText(text: string): Promise<void> {
    await this.open(text);
    if (this.store.get().problem !== null) return;
    this.store.set({ config: JSON.parse(text) as ConfigJson });
    this.keepAddress();
  }

  /** Opens a config anew: untrained weights, by its seed. */
  async open(text = textOf(this.store.get().config)): Promise<void> {
    const opening = ++this.openings;
    const { files, speed, viewSettings } = this.store.get();
    this.store.set({ isOpening: true });
    try {
      const session = await this.client.ask('open', { config: text, files });
      if (opening !== this.openings) return;
      this.store.set({
        ...{
          session,
          problem: null,
          isOpening: false,
          history: [],
          isEdited: false,
          view: null,
          looked: null,
        },
        output: null,
      });
      await this.control({ action: 'speed', speed });
      await this.setView(settingsFor(session, viewSettings));
    } catch (error) {
      if (opening !== this.openings) return;
      this.store.set({ isOpening: false, problem: messageOf(error) });
    }
  }

  /** Takes a file of data, and the config that is proposed for it. */
  async drop(file: File): Promise<void> {
    if (file.size > largestFile) {
      const size = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
      this.store.set({
        problem:
          `${file.name}: ${size(file.size)}; a page takes files of up to ${size(largestFile)}: train it by mlp ` +
          'train, or drop a part of its rows',
      });
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { config, files } = this.store.get();
    // a config whose file is not here yet waits for it
    const isAwaited = !files.has(file.name) && valueAt(config, ['data', 'train']) === file.name;
    if (!isAwaited) return this.propose(file.name, bytes);
    this.store.set({ files: new Map([...files, [file.name, bytes]]) });
    return this.open();
  }

  async propose(name: string, bytes: Uint8Array, target?: string): Promise<void> {
    try {
      const { config, ...proposed } = await this.client.ask('propose', { name, bytes, target });
      this.store.set({
        files: new Map([[name, bytes]]),
        proposed: { name, ...proposed },
        viewSettings: null,
      });
      await this.setConfig(JSON.parse(config) as ConfigJson);
    } catch (error) {
      this.store.set({ isOpening: false, problem: messageOf(error) });
    }
  }

  /** Takes data of a generator, as many rows as before. */
  generate(name: string): Promise<void> {
    const { config } = this.store.get();
    const {
      data,
      task: _task,
      head: _head,
      ...others
    } = config as { data?: ConfigJson; task?: Json; head?: Json };
    const { train, split, basis } = (data ?? {}) as ConfigJson;
    const given = ((typeof train === 'object' && train) || {}) as { rows?: number; noise?: number };
    const { rows, noise } = given;
    this.store.set({ proposed: null, viewSettings: null });
    return this.setConfig({
      data: {
        train: { generator: name, rows: rows ?? 400, noise: noise ?? 0 },
        ...(split !== undefined && valueAt(split, ['column']) === undefined && { split }),
        ...(basis !== undefined && valueAt(train, ['generator']) !== undefined && { basis }),
      },
      ...others,
    });
  }

  /** Sets the share of the rows for validation or test; the others are for training. */
  setShare(part: 'validation' | 'test', share: number): Promise<void> {
    const { config, session } = this.store.get();
    const split = writtenOr(config, session?.config, ['data', 'split']) as Record<string, Json> | undefined;
    const { validation = 0, test = 0, stratify } = split ?? {};
    const shares = { validation, test, [part]: share };
    return this.change(['data', 'split'], {
      type: 'random',
      ...shares,
      ...(stratify === true && { stratify }),
    });
  }

  setBasis(formulas: readonly string[]): Promise<void> {
    return this.change(['data', 'basis'], formulas.length > 0 ? [...new Set(formulas)] : undefined);
  }

  control = (given: Control): Promise<void> => this.client.ask('control', given);

  async setSpeed(speed: Speed): Promise<void> {
    this.store.set({ speed });
    await this.control({ action: 'speed', speed });
  }

  /** Sets axes of the map and the values of the other inputs; null where there is no map. */
  async setView(settings: ViewSettings | null): Promise<void> {
    this.store.set({ viewSettings: settings });
    if (!settings) return;
    try {
      this.store.set({ view: await this.client.ask('view', settings) });
    } catch (error) {
      this.store.set({ problem: messageOf(error) });
    }
  }

  /** Sets an element of a tensor by hand. */
  async edit(tensor: string, index: number, value: number): Promise<void> {
    await this.client.ask('edit', { tensor, index, value });
    this.store.set({ isEdited: true });
  }

  saveConfig(): void {
    save('config.json', 'application/json', textOf(this.store.get().config));
  }

  async saveWeights(): Promise<void> {
    const files = await this.client.ask('export');
    save('model.safetensors', 'application/octet-stream', files['model.safetensors']);
  }

  /** A run as `mlp train` writes it, with its data, as a zip archive. */
  async saveRun(): Promise<void> {
    const run = await this.client.ask('export');
    const { files } = this.store.get();
    const { name = 'play' } = this.store.get().session!.config;
    const all = [...Object.entries(run), ...files].map(([file, bytes]) => [`${name}/${file}`, bytes]);
    save(`${name}.zip`, 'application/zip', zipSync(Object.fromEntries(all), { mtime: new Date(1980, 0, 2) }));
  }

  /** The diagram of the network as a picture. */
  async savePicture(kind: 'svg' | 'png'): Promise<void> {
    const diagram = document.querySelector<SVGSVGElement>('svg.diagram')!;
    const svg = pictureOf(diagram);
    if (kind === 'svg') save('network.svg', 'image/svg+xml', svg);
    else save('network.png', 'image/png', await pngOf(svg, diagram.viewBox.baseVal));
  }

  /** Has a part of frames computed until what is returned is called. */
  watch(part: keyof Watched): () => void {
    const change = (by: number) => {
      this.watched[part] = (this.watched[part] ?? 0) + by;
      const names = Object.keys(this.watched).filter((name) => this.watched[name] > 0);
      void this.client.ask('watch', Object.fromEntries(names.map((name) => [name, true])));
    };
    change(1);
    return () => change(-1);
  }

  private keepAddress(): void {
    const { pathname, search } = location;
    history.replaceState(null, '', toAddress(this.store.get().config) || pathname + search);
  }

  private show(frame: Frame): void {
    requestAnimationFrame(() => void this.client.ask('drawn'));
    const { history, session } = this.store.get();
    if (session && frame.session < session.session) return;
    this.store.set({ frame, history: frame.records.length > 0 ? [...history, ...frame.records] : history });
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Refusal && !error.isBug ? error.message : `a bug in mlp: ${(error as Error).message}`;

/** Settings of the view that fit the inputs: those that there are where they do, or else the first two numbers. */
function settingsFor({ inputs, target }: SessionFacts, settings: ViewSettings | null): ViewSettings | null {
  // rows that are made have no place on a map
  if (target.kind === 'generation') return null;
  const columns = inputs.filter((input) => input.kind === 'number');
  const varied = columns.filter(({ least, greatest }) => least < greatest);
  const numbers = (varied.length > 1 ? varied : columns).map(({ name }) => name);
  if (numbers.length === 0) return null;
  if (
    settings?.axes.every((axis) => numbers.includes(axis)) &&
    settings.axes.length === Math.min(2, numbers.length)
  )
    return settings;
  return { axes: numbers.slice(0, 2), at: {} };
}
