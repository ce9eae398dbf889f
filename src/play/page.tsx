import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Controls } from './panels/controls.js';
import { panels } from './panels/index.js';
import type { Panel } from './panels/panel.js';
import type { App } from './state/app.js';
import { useStore } from './state/store.js';

const places = ['settings', 'network', 'results', 'below'] as const;

/** The whole page. */
export function Page({ app }: { readonly app: App }) {
  const problem = useStore(app.store, (state) => state.problem);
  const shown = useStore(app.store, (state) =>
    panels
      .filter(({ applies }) => applies?.(state) ?? true)
      .map(({ id }) => id)
      .join(),
  );
  const isOver = useDropping(app);
  useKeys(app);
  const ids = shown.split(',');
  return (
    <>
      <header>
        <h1>
          mlp <small>play</small>
        </h1>
        <Controls app={app} />
      </header>
      <div role="alert" class="problem" hidden={problem === null}>
        {problem}
      </div>
      <main>
        {places.map((place) => (
          <div key={place} class={`place ${place}`}>
            {panels
              .filter((panel) => panel.place === place && ids.includes(panel.id))
              .map((panel) => (
                <Section key={panel.id} app={app} panel={panel} />
              ))}
          </div>
        ))}
      </main>
      {isOver && <div class="drop">Drop a file of CSV or JSON lines: it stays in this browser</div>}
    </>
  );
}

function Section({ app, panel }: { readonly app: App; readonly panel: Panel }) {
  const { id, title, parts, Component } = panel;
  const section = useRef<HTMLElement>(null);
  const isSeen = useSeen(section);
  useEffect(() => (parts ? app.watch(parts, isSeen) : undefined), [app, parts, isSeen]);
  return (
    <section ref={section} aria-labelledby={`${id}-title`} id={id}>
      <h2 id={`${id}-title`}>{title}</h2>
      <Component app={app} />
    </section>
  );
}

/** Whether an element is on the screen, or near it. */
function useSeen(element: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting), {
      rootMargin: '100px',
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return isSeen;
}

/** Takes files that are dropped anywhere on the page; whether one is being held over it. */
function useDropping(app: App): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void app.drop(file);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [app]);
  return isOver;
}

/** Keys that move training, wherever nothing is being written. */
function useKeys(app: App): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.closest('input, select, textarea, button, summary, [role=button]')
      )
        return;
      const { frame } = app.store.get();
      const actions: Record<string, () => unknown> = {
        ' ': () => app.control({ action: frame?.state === 'running' ? 'pause' : 'run' }),
        s: () => app.control({ action: 'step' }),
        e: () => app.control({ action: 'epoch' }),
        r: () => app.open(),
      };
      if (!Object.hasOwn(actions, event.key)) return;
      event.preventDefault();
      actions[event.key]();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [app]);
}
