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
  G002: {
    title: 'No docs page',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`docs serve` serves the page that `docs generate` writes into the target folder, and there is none.',
    fix: 'Run `sluice docs generate` first.',
  },
});
