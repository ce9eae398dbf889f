import { shorten } from '../draw/format.js';
import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import type { Panel } from './panel.js';

/** Most classes whose matrix is drawn with its numbers. */
const mostClasses = 12;
/** Most classes whose matrix fits a panel with room around its numbers. */
const mostAtEase = 6;
const names = { test: 'test', validation: 'validation', train: 'training' } as const;

/** Confusion matrix at the present weights. */
function Confusion({ app }: { readonly app: App }) {
  const session = useStore(app.store, (state) => state.session);
  const frame = useStore(app.store, (state) => state.frame);
  const confusion = frame?.session === session?.session ? frame?.parts.confusion : undefined;
  if (!session || !confusion) return null;
  const { split, rows, counts } = confusion;
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  const accuracy = `${right} of ${rows} ${names[split]} rows are right: accuracy ${(right / rows).toFixed(3)}.`;
  if (counts.length > mostClasses) return <p class="hint">{accuracy}</p>;
  return (
    <>
      <p class="hint">{accuracy} Down: true class; across: the one predicted.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of classes">
        <table class={counts.length > mostAtEase ? 'confusion many' : 'confusion'}>
          <thead>
            <tr>
              <td />
              {session.outputs.map((name) => (
                <th key={name} scope="col">
                  {shorten(name, 12)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((row, i) => {
              const all = row.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={session.outputs[i]}>
                  <th scope="row">{shorten(session.outputs[i], 12)}</th>
                  {row.map((count, j) => (
                    <td
                      key={session.outputs[j]}
                      class={i === j ? 'right' : 'wrong'}
                      style={{ '--share': `${Math.round((55 * count) / Math.max(1, all))}%` }}
                    >
                      {count}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

export const confusion: Panel = {
  id: 'confusion',
  title: 'Confusion matrix',
  place: 'results',
  applies: ({ session }) => session?.target.kind === 'classes',
  parts: ['confusion'],
  Component: Confusion,
};
