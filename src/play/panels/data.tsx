import { type App, largestFile } from '../state/app.js';
import { type Path, valueAt, writtenOr } from '../state/config.js';
import { useStore } from '../state/store.js';
import { Check, Choice, Draft, Field, NumberField, Slider } from './field.js';
import type { Panel } from './panel.js';

/** Formulas that are offered; any other can be written. */
const offered = ['x1^2', 'x2^2', 'x1*x2', 'sin(x1)', 'sin(x2)'];

function Data({ app }: { readonly app: App }) {
  const config = useStore(app.store, (state) => state.config);
  const session = useStore(app.store, (state) => state.session);
  const choices = useStore(app.store, (state) => state.choices);
  const train = valueAt(config, ['data', 'train']);
  const generator = valueAt(train, ['generator']) as string | undefined;
  const written = (...path: Path) => writtenOr(config, session?.config, path);
  const split = written('data', 'split', 'type');
  return (
    <>
      <Choice
        label="Data set"
        value={generator ?? 'a file'}
        options={Object.keys(choices?.generators ?? {})}
        onChoose={(name) => app.generate(name)}
      />
      {generator !== undefined && (
        <>
          <Slider
            label="Rows"
            {...{ min: 50, max: 2000, step: 50 }}
            value={Number(written('data', 'train', 'rows') ?? 500)}
            onSet={(value) => app.change(['data', 'train', 'rows'], value)}
          />
          <Slider
            label="Noise"
            {...{ min: 0, max: 0.5, step: 0.05 }}
            value={Number(written('data', 'train', 'noise') ?? 0)}
            onSet={(value) => app.change(['data', 'train', 'noise'], value)}
          />
        </>
      )}
      <FileOf app={app} />
      {(split === undefined || split === 'random' || split === 'none') &&
        (['validation', 'test'] as const).map((part) => (
          <Slider
            key={part}
            label={part === 'test' ? 'Test rows' : 'Validation rows'}
            {...{ min: 0, max: 0.6, step: 0.05 }}
            value={Number(written('data', 'split', part) ?? 0)}
            show={(value) => `${Math.round(100 * value)} %`}
            onSet={(value) => app.setShare(part, value)}
          />
        ))}
      <Field label="Batch size (a number, or full)">
        <input
          type="text"
          value={String(written('training', 'batch_size') ?? '')}
          onChange={({ currentTarget: { value } }) =>
            app.change(['training', 'batch_size'], /^\d+$/.test(value.trim()) ? Number(value) : value.trim())
          }
        />
      </Field>
      <NumberField
        label="Seed"
        min={0}
        step={1}
        value={Number(written('seed') ?? 0)}
        onSet={(value) => app.change(['seed'], value)}
      />
      <Features app={app} />
      <Notes app={app} />
    </>
  );
}

/** A file of one's own: dropped anywhere on the page, or chosen here. */
function FileOf({ app }: { readonly app: App }) {
  const proposed = useStore(app.store, (state) => state.proposed);
  const files = useStore(app.store, (state) => state.files);
  const isFile = useStore(
    app.store,
    ({ config }) => valueAt(config, ['data', 'train', 'generator']) === undefined,
  );
  return (
    <div class="file">
      <Field label="Your own data: CSV or JSON lines, here or dropped on the page">
        <input
          type="file"
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,.gz,text/csv"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void app.drop(file);
          }}
        />
      </Field>
      <p class="hint">
        It stays in this browser: the page has no connection to anything. Up to {largestFile / 2 ** 20} MiB.
      </p>
      {proposed && isFile && (
        <Choice
          label={`Target in ${proposed.name}`}
          value={proposed.target}
          options={proposed.columns}
          onChoose={(target) => app.propose(proposed.name, files.get(proposed.name)!, target)}
        />
      )}
    </div>
  );
}

/** Columns as inputs by themselves, and formulas over them. */
function Features({ app }: { readonly app: App }) {
  const basis = useStore(
    app.store,
    ({ config }) => (valueAt(config, ['data', 'basis']) ?? []) as readonly string[],
  );
  const features = useStore(
    app.store,
    ({ config }) => valueAt(config, ['data', 'features']) as readonly string[] | undefined,
  );
  const inputs = useStore(app.store, ({ session }) => session?.inputs);
  const isPlane = inputs?.length === 2 && inputs.every(({ name }) => name === 'x1' || name === 'x2');
  const others = isPlane ? basis.filter((formula) => !offered.includes(formula)) : basis;
  const plain = features ?? ['x1', 'x2'];
  return (
    <fieldset>
      <legend>Features</legend>
      {isPlane &&
        ['x1', 'x2'].map((name) => (
          <Check
            key={name}
            label={name}
            isChecked={plain.includes(name)}
            onChange={(isChosen) => {
              const chosen = isChosen ? [...plain, name].sort() : plain.filter((other) => other !== name);
              void app.change(['data', 'features'], chosen.length === 2 ? undefined : chosen);
            }}
          />
        ))}
      {isPlane &&
        offered.map((formula) => (
          <Check
            key={formula}
            label={formula}
            isChecked={basis.includes(formula)}
            onChange={(isChosen) =>
              app.setBasis(isChosen ? [...basis, formula] : basis.filter((other) => other !== formula))
            }
          />
        ))}
      <Field label={isPlane ? 'Other formulas' : 'Formulas over the columns'}>
        <Draft
          type="text"
          placeholder="x1^3, cos(2*x2)"
          value={others.join(', ')}
          onTake={({ value }) => {
            const written = value.split(',').map((text) => text.trim());
            const kept = isPlane ? basis.filter((formula) => offered.includes(formula)) : [];
            void app.setBasis([...kept, ...written.filter((text) => text !== '')]);
          }}
        />
      </Field>
    </fieldset>
  );
}

/** Decisions on the data, as `init` and `train` say them. */
function Notes({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const proposed = useStore(app.store, (state) => state.proposed);
  const notes = [...new Set([...(proposed?.notes ?? []), ...(session?.notes ?? [])])];
  const warnings = session?.warnings ?? [];
  if (notes.length + warnings.length === 0) return null;
  return (
    <details class="notes" open={warnings.length > 0}>
      <summary>Notes on the data: {notes.length + warnings.length}</summary>
      <ul>
        {warnings.map((text) => (
          <li key={text} class="warning">
            {text}
          </li>
        ))}
        {notes.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

export const data: Panel = { id: 'data', title: 'Data', place: 'settings', Component: Data };
