import { GETATTR, TYPE } from '../jinja/index.ts';
import { ownMember } from './own-member.ts';

/** An object with these attributes and nothing else. */
export function hostRecord(typeName: string, members: Readonly<Record<string, unknown>>): unknown {
  return Object.freeze({ [GETATTR]: (name: string) => ownMember(members, name), [TYPE]: typeName });
}
