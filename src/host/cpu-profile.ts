import type { Session } from 'node:inspector';

/** A profile that is being taken. */
export interface CpuProfile {
  /** Ends it and answers it as JSON of the form `.cpuprofile`, which browsers and editors open. */
  stop(): Promise<string>;
}

function post(session: Session, method: 'Profiler.enable' | 'Profiler.start'): Promise<void> {
  return new Promise((done, fail) => {
    session.post(method, (error) => (error === null ? done() : fail(error)));
  });
}

/** Starts to take a profile of what this process computes. The engine's own threads are not in it. */
export async function startCpuProfile(): Promise<CpuProfile> {
  const { Session } = await import('node:inspector');
  const session = new Session();
  session.connect();
  await post(session, 'Profiler.enable');
  await post(session, 'Profiler.start');
  return {
    stop: () =>
      new Promise((done, fail) => {
        session.post('Profiler.stop', (error, answer) => {
          session.disconnect();
          if (error === null) done(JSON.stringify(answer.profile));
          else fail(error);
        });
      }),
  };
}
