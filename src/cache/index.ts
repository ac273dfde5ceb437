export type { BodyPiece } from './edit-file.ts';
export type { BodyPlace } from './encode-records.ts';
export { type Inputs, joinInputs } from './inputs.ts';
export { type KeptTexts, openKeptTexts } from './kept-texts.ts';
export { isMarked, type MarkPlace, setMark } from './mark.ts';
export { type Observer, observe } from './observe.ts';
export { BrokenFile, type SectionIdentity } from './sections.ts';
export {
  type BodyCopy,
  draftSnapshot,
  type Found,
  piecesOf,
  readSnapshot,
  type Snapshot,
  type SnapshotDraft,
  type Told,
} from './snapshot.ts';
