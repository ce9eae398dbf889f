import { render } from 'preact';
import { Page } from './page.js';
import { App } from './state/app.js';
import { readGiven } from './state/given.js';

const program = document.getElementById('worker')!.textContent!;
const app = new App(program, readGiven());
render(<Page app={app} />, document.getElementById('page')!);
void app.start();
