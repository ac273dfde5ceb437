import { isMapping, mappingEntries, nearest } from '../base/index.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/index.ts';
import type { YamlFile } from './yaml-file.ts';

/** What dbt prints around errors in profiles.yml. */
export const inProfiles = (text: string): string =>
  `\ndbt encountered an error while trying to read your profiles.yml file.\n\n${text}\n`;

/** Which profile is looked for. */
export interface WantedProfile {
  readonly projectName: string;
  readonly projectProfile: string | null;
  readonly profile: string | undefined;
}

/** There is a profiles.yml, and the project names no profile. */
export function profileNotNamed(wanted: WantedProfile, file: YamlFile): Diagnostic {
  const names = isMapping(file.value) ? mappingEntries(file.value).map(([key]) => String(key)) : [];
  return diagnostic('P030', 'dbt_project.yml does not say which profile to use', {
    hint: `Add \`profile: ${names[0] ?? wanted.projectName}\` to dbt_project.yml.`,
    dbtMessage: `dbt cannot run because no profile was specified for this dbt project.\nTo specify a profile for this project, add a line like the this to\nyour dbt_project.yml file:\n\nprofile: [profile name]\n\nHere, [profile name] should be replaced with a profile name\ndefined in your profiles.yml file. You can find profiles.yml here:\n\n${file.absolutePath}\n`,
  });
}

/** The profile that is wanted does not exist. */
export function profileNotFound(wanted: WantedProfile, file: YamlFile | undefined): Diagnostic {
  const name = wanted.profile ?? wanted.projectProfile ?? wanted.projectName;
  const names = isMapping(file?.value) ? mappingEntries(file.value).map(([key]) => String(key)) : [];
  const close = nearest(name, names);
  const known = names.length === 0 ? undefined : `Profiles in ${file?.source.path}: ${names.join(', ')}.`;
  return diagnostic('P030', `there is no profile named '${name}'`, {
    hint: close === undefined ? known : `Did you mean '${close}'?`,
    dbtMessage: `Could not find profile named '${name}'`,
  });
}

/** The profile holds nothing. */
export function emptyProfile(file: YamlFile, profileName: string): Diagnostic {
  return diagnostic('P031', `the profile '${profileName}' is empty`, {
    span: file.keySpanOf([profileName]),
    dbtMessage: inProfiles(`Profile ${profileName} in profiles.yml is empty`),
  });
}
