import { useEffect, useState } from 'preact/hooks';
import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import { Diagram } from './diagram.js';
import { EditWeight, type Element } from './edit_weight.js';
import { Check } from './field.js';
import { Layers } from './layers.js';
import type { Panel } from './panel.js';

/** The network, layer by layer, with what each unit has learned and each weight. */
function Network({ app }: { readonly app: App }) {
  const [element, setElement] = useState<Element | null>(null);
  const showsGradients = useStore(app.store, (state) => state.showsGradients);
  const session = useStore(app.store, (state) => state.session);
  const isTooLarge = useStore(app.store, ({ frame }) => frame !== null && frame.parts.weights === undefined);
  useEffect(() => setElement(null), [session]);
  return (
    <>
      <Layers app={app} />
      <Diagram app={app} showsGradients={showsGradients} onChoose={setElement} />
      {element && <EditWeight app={app} element={element} onClose={() => setElement(null)} />}
      {session?.judging === undefined && (
        <Check
          label="Links show gradients, not weights"
          isChecked={showsGradients}
          onChange={(value) => app.store.set({ showsGradients: value })}
        />
      )}
      {session && session.networks > 1 && (
        <p class="hint">
          {session.networks} networks are trained, one after the other: the pictures are of the one in
          training, at the end of the best one. Files to take away have{' '}
          {session.isAveraged ? 'the average of all' : 'the best one'}.
        </p>
      )}
      <p class="hint">
        {session ? `${session.parameters.toLocaleString('en')} parameters. ` : ''}
        {session?.judging === undefined
          ? ''
          : `This is the generator; its discriminator has ${session.judging.toLocaleString('en')} more. Maps of ` +
            'units are over the first two numbers of a code, with all others 0. '}
        {isTooLarge
          ? 'These are too many for links to be drawn. '
          : 'A link is as thick as its weight is large, blue where it is positive, orange where negative. Choose a ' +
            'link or a unit to see its value and to set it. '}
        {session?.judging === undefined &&
          'A unit that is crossed out is dead, one with a bar at its foot saturated.'}
      </p>
    </>
  );
}

export const network: Panel = {
  id: 'network',
  title: 'Network',
  place: 'network',
  parts: ['units', 'weights', 'gradients'],
  Component: Network,
};
