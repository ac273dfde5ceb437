import { type Diagnostic, diagnostic } from '../../diagnostics/index.ts';
import { explainDuckdbError } from './explain.ts';

/** Why a database file could not be opened, with its name, which the engine does not always say. */
export function openError(error: unknown, path: string): Diagnostic {
  const found = explainDuckdbError(error, '');
  if (found.code !== 'D028' && found.code !== 'D011' && found.code !== 'D032') return found;
  return diagnostic('D011', `The database '${path}' cannot be opened: ${found.message}`, {
    hint: found.hint ?? 'Correct the path in profiles.yml; its folder must exist.',
    dbtMessage: found.dbtMessage,
    ...(found.exception === undefined ? {} : { exception: found.exception }),
  });
}
