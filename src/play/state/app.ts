import { zipSync } from 'fflate';
import type { EpochRecord } from '../../training/records.js';
import type { SessionFacts } from '../worker/facts.js';
import type { Speed } from '../worker/pace.js';
import type { Curve } from '../worker/parts/curve.js';
import type { PartName, Watched } from '../worker/parts/index.js';
import type { Frame } from '../worker/protocol.js';
import type { Control } from '../worker/questions/control.js';
import type { StartPicture } from '../worker/starts.js';
import type { ViewSettings } from '../worker/view.js';
import { fromAddress, pageFromAddress, toAddress } from './address.js';
import { Client, Refusal } from './client.js';
import { type ConfigJson, type Json, type Path, textOf, valueAt, withValue, writtenOr } from './config.js';
import { bytesOf } from './given.js';
import type { Given } from './given_type.js';
import { firstPage, pageStateOf } from './page_state.js';
import { pictureOf, pngOf } from './picture.js';
import { save } from './save.js';
import { firstConfig, type MeasuredLosses, type State } from './state.js';
import { Store } from './store.js';
import { settingsFor } from './view_settings.js';

/** Largest file that a page takes: its columns and its matrix take a few times as much memory. */
export const largestFile = 64 * 2 ** 20;

/** Actions of a person, and their effects: the only place that changes the state. */
export class App {
  readonly store: Store<State>;
  private readonly client: Client;
  private readonly watches = new Set<{ readonly parts: readonly PartName[]; readonly isSeen: boolean }>();
  private openings = 0;
  /** Values that the address was last made of, and itself. */
  private kept: readonly unknown[] = [];
  private address = '';

  constructor(
    program: string,
    private readonly given: Given,
  ) {
    this.client = new Client(
      program,
      (frame) => this.show(frame),
      (picture) => this.showStart(picture),
    );
    const files = new Map(Object.entries(given.files ?? {}).map(([name, text]) => [name, bytesOf(text)]));
    const config =
      fromAddress(location.hash) ??
      (given.config === undefined ? firstConfig : (JSON.parse(given.config) as ConfigJson));
    this.store = new Store<State>({
      ...{ config, files, problem: null, isOpening: true, proposed: null, choices: null, session: null },
      ...{
        view: null,
        frame: null,
        history: [],
        losses: noLosses,
        isEdited: false,
        looked: null,
        starts: null,
      },
      ...{ ...firstPage, ...pageFromAddress(location.hash) },
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
    this.keepAddress();
    this.store.listen(() => this.keepAddress());
    addEventListener('hashchange', () => {
      const config = fromAddress(location.hash);
      if (!config || location.hash === this.address) return;
      this.store.set({ ...firstPage, ...pageFromAddress(location.hash) });
      void this.setConfig(config);
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
  }

  /** Opens a config anew: untrained weights, by its seed. */
  async open(text = textOf(this.store.get().config)): Promise<void> {
    const opening = ++this.openings;
    this.store.set({ isOpening: true });
    try {
      const { files } = this.store.get();
      const session = await this.client.ask('open', { config: text, files });
      if (opening !== this.openings) return;
      const { starts } = this.store.get();
      if (starts?.of === withoutSeed(JSON.parse(text) as ConfigJson))
        this.store.set({ starts: { ...starts, taken: null } });
      else if (starts) void this.endStarts();
      await this.begin(session, []);
    } catch (error) {
      if (opening !== this.openings) return;
      this.store.set({ isOpening: false, problem: messageOf(error) });
    }
  }

  /** Shows a session that the worker has open, with its epochs so far. */
  private async begin(session: SessionFacts, history: readonly EpochRecord[]): Promise<void> {
    const { output, row, session: before, speed, viewSettings } = this.store.get();
    const settings = settingsFor(session, viewSettings);
    const isLike = before === null || String(before.outputs) === String(session.outputs);
    this.store.set({
      losses: noLosses,
      ...{ session, history, problem: null, isOpening: false, isEdited: false, view: null, looked: null },
      output:
        isLike && output !== null && output < session.outputs.length
          ? output
          : firstOutput(session, settings),
    });
    await this.control({ action: 'speed', speed });
    if (row > 1) await this.follow(Math.min(row, session.rows.train));
    await this.setView(settings);
  }

  /** Chooses the training row that is followed through the network. */
  async follow(row: number): Promise<void> {
    this.store.set({ row });
    await this.client.ask('follow', row);
  }

  /** Trains the config from several seeds side by side, from its own on. */
  async openStarts(): Promise<void> {
    const { config, session, startCount, viewSettings: view } = this.store.get();
    const first = session!.config.seed;
    const seeds = Array.from({ length: startCount }, (_, i) => first + i);
    const of = withoutSeed(config);
    this.store.set({ starts: { of, seeds, isRunning: true, taken: null, pictures: new Map() } });
    try {
      await this.client.ask('starts', { config: textOf(config), seeds, view });
      this.store.set({ problem: null });
    } catch (error) {
      this.store.set({ starts: null, problem: messageOf(error) });
    }
  }

  /** Has all starts run, or stand still. */
  async controlStarts(action: 'run' | 'pause'): Promise<void> {
    const { starts } = this.store.get();
    this.store.set({ starts: starts && { ...starts, isRunning: action === 'run' } });
    await this.client.ask('controlStarts', action);
  }

  async endStarts(): Promise<void> {
    this.store.set({ starts: null });
    await this.client.ask('controlStarts', 'end');
  }

  /** Makes a start the network of the page, as far as it has come: its seed is that of the config from now on. */
  async takeStart(seed: number): Promise<void> {
    this.openings++;
    try {
      const { facts, history } = await this.client.ask('takeStart', seed);
      const { config, starts } = this.store.get();
      this.store.set({
        config: withValue(config, ['seed'], seed),
        starts: starts && { ...starts, taken: seed },
      });
      await this.begin(facts, history);
    } catch (error) {
      this.store.set({ problem: messageOf(error) });
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
    const { data, task, head: _head, ...others } = config as { data?: ConfigJson; task?: Json; head?: Json };
    const makesRows = task === 'generation';
    const { train, split, basis } = (data ?? {}) as ConfigJson;
    const given = ((typeof train === 'object' && train) || {}) as { rows?: number; noise?: number };
    const { rows, noise } = given;
    this.store.set({ proposed: null, viewSettings: null });
    return this.setConfig({
      data: {
        train: { generator: name, rows: rows ?? 400, noise: noise ?? 0 },
        ...(split !== undefined && valueAt(split, ['column']) === undefined && { split }),
        ...(basis !== undefined && valueAt(train, ['generator']) !== undefined && { basis }),
        ...(makesRows && { ignore: this.targetsOf(name) }),
      },
      ...(makesRows && { task }),
      ...(makesRows ? others : withValue(others, ['training', 'objective'], undefined)),
    });
  }

  /** Sets the task. Rows are made of all columns of a file, and of those of a generator that are no targets. */
  setTask(task: string): Promise<void> {
    const { config, proposed } = this.store.get();
    const makesRows = task === 'generation';
    if (!makesRows && config.task !== 'generation') return this.change(['task'], task);
    const { head: _head, ...others } = config;
    const generator = valueAt(config, ['data', 'train', 'generator']) as string | undefined;
    const ofData: readonly [Path, Json | undefined] =
      generator === undefined
        ? [['data', 'target'], makesRows ? undefined : proposed?.target]
        : [['data', 'ignore'], makesRows ? this.targetsOf(generator) : undefined];
    const objective = makesRows ? 'vae' : undefined;
    return this.setConfig(
      withValue(
        withValue(withValue(others, ['task'], task), ['training', 'objective'], objective),
        ...ofData,
      ),
    );
  }

  private targetsOf(generator: string): readonly string[] {
    const target = this.store.get().choices?.generators[generator];
    return target === undefined ? [] : [target];
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
    const svg = pictureOf(diagram, document.querySelector('.drawing > canvas'));
    if (kind === 'svg') save('network.svg', 'image/svg+xml', svg);
    else save('network.png', 'image/png', await pngOf(svg, diagram.viewBox.baseVal));
  }

  /**
   * Has parts of frames computed for a panel, until what is returned is called: in every frame where it is seen, else
   * where training stands still.
   */
  watch(parts: readonly PartName[], isSeen: boolean): () => void {
    const watch = { parts, isSeen };
    this.watches.add(watch);
    this.sendWatched();
    return () => {
      this.watches.delete(watch);
      this.sendWatched();
    };
  }

  private sendWatched(): void {
    const all = [...this.watches].sort((a, b) => Number(a.isSeen) - Number(b.isSeen));
    const watched: Watched = Object.fromEntries(
      all.flatMap(({ parts, isSeen }) => parts.map((part) => [part, isSeen])),
    );
    void this.client.ask('watch', watched);
  }

  private keepAddress(): void {
    const state = this.store.get();
    const kept = [state.config, ...Object.keys(firstPage).map((name) => state[name as keyof State])];
    if (kept.every((value, i) => value === this.kept[i])) return;
    this.kept = kept;
    this.address = toAddress(state.config, pageStateOf(state));
    const { pathname, search } = location;
    history.replaceState(null, '', this.address || pathname + search);
  }

  private show(frame: Frame): void {
    requestAnimationFrame(() => void this.client.ask('drawn'));
    const { history, session, losses, frame: before } = this.store.get();
    if (session && frame.session < session.session) return;
    // what is not seen is as it was last
    const parts = before?.session === frame.session ? { ...before.parts, ...frame.parts } : frame.parts;
    this.store.set({
      frame: { ...frame, parts },
      history: frame.records.length > 0 ? [...history, ...frame.records] : history,
      losses: {
        test: withLosses(losses.test, frame.parts.testLoss),
        generator: withLosses(losses.generator, frame.parts.generatorLoss),
      },
    });
  }

  private showStart(picture: StartPicture): void {
    requestAnimationFrame(() => void this.client.ask('drawn'));
    const { starts } = this.store.get();
    if (!starts?.seeds.includes(picture.seed)) return;
    this.store.set({
      starts: { ...starts, pictures: new Map([...starts.pictures, [picture.seed, picture]]) },
    });
  }
}

const none: MeasuredLosses = { restart: 0, points: [] };
const noLosses: State['losses'] = { test: none, generator: none };

function withLosses(
  before: MeasuredLosses,
  found: Curve<{ readonly loss: number }> | undefined,
): MeasuredLosses {
  if (!found || (found.points.length === 0 && found.restart === before.restart)) return before;
  const old = found.restart === before.restart ? before.points : [];
  const points = [...old, ...found.points].sort((a, b) => a.epoch - b.epoch);
  return { restart: found.restart, points };
}

/** Output that is shown first: of inputs given back the one along the map, as the first may be a constant. */
function firstOutput({ config, outputs }: SessionFacts, settings: ViewSettings | null): number | null {
  const at = config.task === 'reconstruction' && settings ? outputs.indexOf(settings.axes[0]) : -1;
  return at < 0 ? null : at;
}

/** A config but for its seed, to be compared. */
const withoutSeed = (config: ConfigJson): string => JSON.stringify(withValue(config, ['seed'], undefined));

const messageOf = (error: unknown): string =>
  error instanceof Refusal && !error.isBug ? error.message : `a bug in mlp: ${(error as Error).message}`;
