/** The commands that are run one after another, with dbt and with Sluice. */
export const STEPS = [
  { name: 'first build', command: 'build', day: 1, fullRefresh: false },
  { name: 'build over changed data and changed models', command: 'build', day: 2, fullRefresh: false },
  { name: 'the same again', command: 'build', day: 2, fullRefresh: false },
  { name: 'full refresh', command: 'build', day: 1, fullRefresh: true },
];

/**
 * A message without what differs by design.
 *
 * - Below an error in a macro dbt lists macros with their files; our built-in macros lie in other files.
 * - For an error in one of several statements of a text, dbt's driver shows no line; ours does.
 */
export function comparableMessage(message) {
  if (message === null) return null;
  const [text] = message.split('\n  \n  > in macro');
  return text.includes('Referenced column "old" not found') ? text.split('\n  \n  LINE')[0] : text;
}
