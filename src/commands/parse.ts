import type { Manifest } from '../domain/index.ts';
import { always, type Command } from './command.ts';

/** Reads the project and writes manifest.json. */
export const parseCommand: Command<Manifest> = {
  name: 'parse',
  run: async (session) => session.manifest(),
  succeeded: always,
};
