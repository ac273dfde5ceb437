import { type Code, DiagnosticError } from '../diagnostics/index.ts';
import { fail } from './failure.ts';
import { tell, type Work } from './work.ts';

const ATTEMPTS = 5;
const PAUSE = 1000;

/** Why a fetch failed in a way that may pass: the server, or what it sent. */
export class Passing extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}

/** Does something that may fail for a while up to six times, a second apart, as dbt does. */
export async function withRetries<Value>(work: Work, attempt: () => Promise<Value>): Promise<Value> {
  for (let count = 0; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof DiagnosticError || !(error instanceof Passing)) throw error;
      if (count === ATTEMPTS) {
        fail(error.code, error.message, {
          dbtMessage: `External connection exception occurred: ${error.message}`,
        });
      }
      const { message: exc } = error;
      const text = `External call exception: ${exc}`;
      tell(work, 'debug', { name: 'RecordRetryException', text, data: { exc } });
      tell(work, 'debug', {
        name: 'RetryExternalCall',
        text: `Retrying external call. Attempt: ${count} Max attempts: ${ATTEMPTS}`,
        data: { attempt: count, max: ATTEMPTS },
      });
      await work.host.clock.wait(PAUSE, work.signal);
    }
  }
}
