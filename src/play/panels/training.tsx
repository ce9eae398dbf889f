import type { App } from '../state/app.js';
import {
  type ConfigJson,
  type Json,
  type Path,
  typeOfOption,
  valueAt,
  withValue,
  writtenOr,
} from '../state/config.js';
import { useStore } from '../state/store.js';
import { Check, Choice, NumberField } from './field.js';
import type { Panel } from './panel.js';

/** Settings of training: task, head, optimizer, penalties, length. */
function Training({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const config = useStore(app.store, (state) => state.config);
  const choices = useStore(app.store, (state) => state.choices);
  if (!session || !choices) return null;
  const written = (...path: Path) => writtenOr(config, session.config, path);
  const numberAt = (...path: Path) => Number(written(...path) ?? 0);
  const layers = written('layers') as readonly Json[];
  const activation = layers
    .map((layer) => typeOfOption(valueAt(layer, ['activation'])))
    .findLast((name) => name !== undefined);
  const optimizer = typeOfOption(written('optimizer'))!;
  const schedule = typeOfOption(valueAt(written('optimizer'), ['schedule'])) ?? 'none';
  const task = written('task') as string;
  return (
    <div class="grid">
      <Choice
        label="Problem"
        value={task}
        options={['classification', 'regression', 'reconstruction', 'generation']}
        onChoose={(value) => app.setTask(value)}
      />
      <Choice
        label="Activation"
        value={activation ?? 'none'}
        options={choices.activations.filter((name) => name !== 'softmax')}
        onChoose={(value) => app.setConfig(withActivation(config, layers, value))}
      />
      <div class="whole">
        {task === 'generation' ? (
          <Choice
            label="Rows are made by"
            value={typeOfOption(written('training', 'objective'))!}
            options={['vae', 'gan']}
            onChoose={(value) => app.change(['training', 'objective'], value)}
          />
        ) : (
          <Choice
            label="Loss"
            value={typeOfOption(written('head', 'loss')) ?? 'of the task'}
            options={choices.losses}
            onChoose={(value) => app.change(['head', 'loss'], value)}
          />
        )}
      </div>
      <Choice
        label="Optimizer"
        value={optimizer}
        options={choices.optimizers}
        onChoose={(type) => {
          const rate = valueAt(config, ['optimizer', 'learning_rate']) as number | undefined;
          void app.change(['optimizer'], {
            type,
            ...(rate !== undefined && type !== 'lbfgs' && { learning_rate: rate }),
          });
        }}
      />
      {'learning_rate' in session.config.optimizer && (
        <NumberField
          label="Learning rate"
          min={0}
          value={numberAt('optimizer', 'learning_rate')}
          onSet={(value) => app.change(['optimizer', 'learning_rate'], value)}
        />
      )}
      <Choice
        label="Rate schedule"
        value={schedule}
        options={['none', ...choices.schedules]}
        onChoose={(type) => app.change(['optimizer', 'schedule'], type === 'none' ? undefined : type)}
      />
      <NumberField
        label="L1 penalty"
        min={0}
        value={numberAt('training', 'l1')}
        onSet={(value) => app.change(['training', 'l1'], value)}
      />
      <NumberField
        label="L2 penalty"
        min={0}
        value={numberAt('training', 'l2')}
        onSet={(value) => app.change(['training', 'l2'], value)}
      />
      <NumberField
        label="Epochs"
        min={1}
        step={1}
        value={numberAt('training', 'epochs')}
        onSet={(value) => app.change(['training', 'epochs'], value)}
      />
      <Check
        label="Shuffle rows"
        isChecked={written('training', 'shuffle') !== false}
        onChange={(value) => app.change(['training', 'shuffle'], value)}
      />
      {task === 'generation' && (
        <p class="hint whole">
          The network learns to make rows like those of the data, out of random codes: as the decoder of an
          autoencoder (vae), or against a second network that tells made rows from real ones (gan).
        </p>
      )}
      {task === 'reconstruction' && <p class="hint whole">The network learns to give its own inputs back.</p>}
    </div>
  );
}

/** A config in which every layer that has an activation has this one. */
export const withActivation = (config: ConfigJson, layers: readonly Json[], activation: string): ConfigJson =>
  withValue(
    config,
    ['layers'],
    layers.map((layer) =>
      valueAt(layer, ['units']) === undefined ? layer : { ...(layer as ConfigJson), activation },
    ),
  );

export const training: Panel = {
  id: 'training',
  title: 'Training',
  place: 'settings',
  applies: ({ session }) => session !== null,
  Component: Training,
};
