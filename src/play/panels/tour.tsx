import { useState } from 'preact/hooks';
import type { App } from '../state/app.js';
import { textOf } from '../state/config.js';
import { tour as states } from '../tour/index.js';
import { Choice } from './field.js';
import type { Panel } from './panel.js';

const none = 'choose where to begin';

/** The lecture as prepared states, each with what there is to see and something to try. */
function Tour({ app }: { readonly app: App }) {
  const [at, setAt] = useState(() => {
    const config = textOf(app.store.get().config);
    return states.findIndex((state) => textOf(state.config) === config);
  });
  const visit = (next: number) => {
    setAt(next);
    app.store.set({ viewSettings: null });
    void app.setConfig(states[next].config);
  };
  const state = states.at(at);
  return (
    <>
      <div class="row tour">
        <Choice
          label={at < 0 ? `${states.length} prepared states` : `State ${at + 1} of ${states.length}`}
          value={at < 0 ? none : states[at].title}
          options={states.map(({ title }) => title)}
          onChoose={(title) => visit(states.findIndex((each) => each.title === title))}
        />
        <button type="button" disabled={at <= 0} onClick={() => visit(at - 1)}>
          Previous state
        </button>
        <button type="button" disabled={at === states.length - 1} onClick={() => visit(at + 1)}>
          {at < 0 ? 'Begin' : 'Next state'}
        </button>
      </div>
      {at >= 0 && state && (
        <div aria-live="polite">
          <p>{state.text}</p>
          <p>
            <strong>Try:</strong> {state.exercise}
          </p>
        </div>
      )}
    </>
  );
}

export const tour: Panel = { id: 'tour', title: 'Tour of the lecture', place: 'network', Component: Tour };
