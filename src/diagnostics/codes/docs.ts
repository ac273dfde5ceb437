import { defineCodes } from './define.ts';

/** The docs page and its server. */
export const docsCodes = defineCodes({
  G001: {
    title: 'Cannot serve there',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The address and port that `docs serve` was given cannot be listened on.',
    fix: 'Choose another port with `--port`, or `--port 0` for any free one.',
  },
  G003: {
    title: 'No browser to open',
    severity: 'warning',
    kind: 'Runtime Error',
    explanation:
      '`docs --open` or `docs serve` asked the system to open the page, and there is no program for it.',
    fix: 'Open the address yourself, or name a browser in the variable `BROWSER`. `--no-browser` asks for none.',
  },
  G002: {
    title: 'No docs page',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`docs serve` serves the page that `docs generate` writes into the target folder, and there is none.',
    fix: 'Run `sluice docs generate` first.',
  },
});
