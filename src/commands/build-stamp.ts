/** Set by the build: a hash of all sources. */
declare const SLUICE_BUILD: string | undefined;

/** Which build this is. Sources that are run as they are have no stamp. */
export const BUILD = typeof SLUICE_BUILD === 'string' ? SLUICE_BUILD : '';
