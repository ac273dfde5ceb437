import { defineCodes } from './define.ts';

export const internalCodes = defineCodes({
  I001: {
    title: 'A bug in Sluice',
    severity: 'error',
    kind: 'Internal Error',
    explanation: 'Something happened that Sluice does not expect. The fault is ours, not yours.',
    fix: 'Report it with the command, the message and, if you can, the files that bring it about.',
  },
});
