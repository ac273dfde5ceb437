import { type Diagnostic, diagnostic } from '../diagnostics/index.ts';
import type { OldVariable } from './options/read-environment.ts';

/** An environment variable that has another name by now. */
export function renamedVariable({ oldName, newName }: OldVariable): Diagnostic {
  return diagnostic('C010', `The environment variable ${oldName} is called ${newName} now`, {
    hint: `Set ${newName} and unset ${oldName}.`,
    dbtMessage: `The environment variable \`${oldName}\` has been renamed as \`${newName}\`.\nIf \`${oldName}\` is currently set, its value will be used instead of \`${newName}\`.\nSet \`${newName}\` and unset \`${oldName}\` to avoid this deprecation warning and ensure it works properly in a future release.`,
    fields: { old_name: oldName, new_name: newName },
    deprecation: `environment-variable-renamed:${oldName}`,
  });
}

/** A variable with the prefix that dbt keeps for itself. */
export function reservedVariable(name: string): Diagnostic {
  const prefix = 'DBT_ENGINE_';
  return diagnostic('C011', `${name} is no variable that dbt knows, and ${prefix} is reserved`, {
    hint: 'Look for a typing error, or give the variable another name.',
    dbtMessage: `Found custom environment variable \`${name}\` in the environment. The prefix \`${prefix}\` is reserved for dbt engine environment variables. Custom environment variables with the prefix \`${prefix}\` may cause collisions and runtime errors.`,
    fields: { env_var: name, reserved_prefix: prefix },
  });
}

/** `--models` and its short forms. */
export function olderSelect(written: string): Diagnostic {
  return diagnostic('C012', `${written} is an older name of --select`, {
    hint: 'Use --select or -s.',
    dbtMessage: 'Usage of `--models`, `--model`, and `-m` is deprecated in favor of `--select` or `-s`.',
    fields: {},
  });
}
