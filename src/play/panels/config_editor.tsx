import { useEffect, useState } from 'preact/hooks';
import type { App } from '../state/app.js';
import { textOf } from '../state/config.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

/** The config as the file that the command line takes, to be read and edited. */
function ConfigEditor({ app }: { readonly app: App }) {
  const config = useStore(app.store, (state) => state.config);
  const problem = useStore(app.store, (state) => state.problem);
  const [text, setText] = useState(() => textOf(config));
  useEffect(() => setText(textOf(config)), [config]);
  const isChanged = text !== textOf(config);
  return (
    <>
      <label class="field">
        <span>The config, as mlp train takes it</span>
        <textarea
          rows={16}
          spellcheck={false}
          value={text}
          aria-invalid={problem !== null}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void app.applyText(text);
          }}
        />
      </label>
      <div class="row">
        <button type="button" disabled={!isChanged} onClick={() => app.applyText(text)}>
          Apply
        </button>
        <button type="button" disabled={!isChanged} onClick={() => setText(textOf(config))}>
          Discard
        </button>
      </div>
    </>
  );
}

export const configEditor: Panel = { id: 'config', title: 'Config', place: 'below', Component: ConfigEditor };
