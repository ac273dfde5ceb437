import {
  type CommandSpec,
  commandNamed,
  commandsInGroup,
  commandTable,
  optionsOf,
  typedName,
} from '../command-table.ts';
import { didYouMean } from './close-matches.ts';
import { convert, convertWords, isFailure, type OptionValue, optionLabel } from './convert.ts';
import { globalOptions } from './global-options.ts';
import { negativeForm, type OptionSpec } from './option.ts';
import { UsageError } from './usage-error.ts';

/** Options that someone set, by dbt's name. */
export type GivenOptions = ReadonlyMap<string, OptionValue>;

export type Parsed =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command: CommandSpec | undefined }
  | {
      readonly kind: 'command';
      readonly command: CommandSpec;
      /** The name that was typed: the command's own or an alias. */
      readonly calledAs: string;
      /** On the command line. */
      readonly given: GivenOptions;
      /** Those among them that stand before the command. */
      readonly givenBefore: ReadonlySet<string>;
      readonly argument: string | undefined;
    };

interface Form {
  readonly spec: OptionSpec;
  /** What a switch or flag becomes by this form. */
  readonly truth: boolean;
}

/** Every way to write these options. */
function formsOf(specs: readonly OptionSpec[]): Map<string, Form> {
  const forms = new Map<string, Form>();
  for (const spec of specs) {
    for (const form of [...spec.long, ...(spec.short ?? [])]) forms.set(form, { spec, truth: true });
    const negative = negativeForm(spec);
    if (negative !== undefined) forms.set(negative, { spec, truth: false });
  }
  return forms;
}

interface Scope {
  readonly path: string;
  readonly forms: ReadonlyMap<string, Form>;
  /** The words not read yet. */
  readonly rest: string[];
  readonly given: Map<string, OptionValue>;
}

function fail(scope: Scope, message: string): never {
  throw new UsageError(message, scope.path);
}

function unknownOption(scope: Scope, written: string): never {
  const isLong = written.startsWith('--');
  const near = isLong
    ? didYouMean(
        written,
        [...scope.forms.keys(), '--help', '--version'].filter((form) => form.startsWith('--')),
      )
    : '';
  fail(scope, `No such option '${written}'.${near}`);
}

/** click shows no usage for an option that lacks a value or has one too many. */
function badUse(message: string): never {
  throw new UsageError(message, null);
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith('-');
}

function store(scope: Scope, spec: OptionSpec, value: ReturnType<typeof convert>): void {
  if (isFailure(value)) fail(scope, `Invalid value for ${optionLabel(spec)}: ${value.failure}`);
  const before = scope.given.get(spec.name);
  const both = Array.isArray(value) && Array.isArray(before) ? [...before, ...value] : value;
  scope.given.set(spec.name, both);
}

/** Takes the value of an option: from behind `=`, or the next word or words. */
function takeValue(scope: Scope, { spec, truth }: Form, written: string, inline: string | undefined): void {
  if (spec.kind === 'switch' || spec.kind === 'flag') {
    if (inline !== undefined) badUse(`Option '${written}' does not take a value.`);
    store(scope, spec, truth);
    return;
  }
  const first = inline ?? scope.rest.shift();
  if (first === undefined) badUse(`Option '${written}' requires an argument.`);
  if (spec.kind !== 'list' && spec.kind !== 'choices') {
    store(scope, spec, convert(spec, first));
    return;
  }
  const words = [first];
  while (scope.rest.length > 0 && !(scope.rest[0] as string).startsWith('-'))
    words.push(scope.rest.shift() as string);
  store(scope, spec, convertWords(spec, words));
}

function readLong(scope: Scope, word: string): void {
  const equals = word.indexOf('=');
  const written = equals === -1 ? word : word.slice(0, equals);
  const form = scope.forms.get(written) ?? unknownOption(scope, written);
  takeValue(scope, form, written, equals === -1 ? undefined : word.slice(equals + 1));
}

/** `-xq` is `-x -q`, and `-tprod` is `-t prod`. */
function readShort(scope: Scope, word: string): void {
  for (let at = 1; at < word.length; at++) {
    const written = `-${word[at]}`;
    const form = scope.forms.get(written) ?? unknownOption(scope, written);
    const takesValue = form.spec.kind !== 'switch' && form.spec.kind !== 'flag';
    const attached = word.slice(at + 1);
    takeValue(scope, form, written, takesValue && attached !== '' ? attached : undefined);
    if (takesValue) return;
  }
}

/** Reads options up to the first word without dashes, or all of them; false at `--help`. */
function readOptions(scope: Scope, words: string[], interspersed: boolean): 'help' | 'version' | 'done' {
  while (scope.rest.length > 0) {
    const word = scope.rest[0] as string;
    if (!isOption(word)) {
      if (!interspersed) return 'done';
      words.push(scope.rest.shift() as string);
      continue;
    }
    scope.rest.shift();
    if (word === '--') {
      words.push(...scope.rest.splice(0));
      return 'done';
    }
    if (word === '-h' || word === '--help') return 'help';
    if (word === '--version' || word === '-v' || word === '-V') return 'version';
    if (word.startsWith('--')) readLong(scope, word);
    else readShort(scope, word);
  }
  return 'done';
}

/** A command of a group: by the next word, or the one that the group's word means alone. */
function findInGroup(scope: Scope, word: string): CommandSpec | undefined {
  const commands = commandsInGroup(word);
  if (commands.length === 0) return undefined;
  const next = scope.rest[0];
  const named = commands.find(
    (each) => each.name === next || (next !== undefined && each.aliases?.includes(next) === true),
  );
  if (named !== undefined) scope.rest.shift();
  const isNamedWrong = named === undefined && next !== undefined && !isOption(next);
  if (isNamedWrong) fail({ ...scope, path: `sluice ${word}` }, `No such command '${next}'.`);
  const found = named ?? commands.find((each) => each.isGroupDefault === true);
  return found ?? fail({ ...scope, path: `sluice ${word}` }, 'Missing command.');
}

function findCommand(scope: Scope, name: string): CommandSpec {
  const found = commandNamed(name) ?? findInGroup(scope, name);
  if (found !== undefined) return found;
  const names = commandTable.flatMap((each) => [each.group ?? each.name, ...(each.aliases ?? [])]);
  fail(scope, `No such command '${name}'.${didYouMean(name, names)}`);
}

function merge(before: Scope, after: Scope): GivenOptions {
  for (const name of after.given.keys()) {
    if (before.given.has(name)) {
      const sentence =
        'was provided both before and after the subcommand, it can only be set either before or after.';
      fail(after, `${name} ${sentence}`);
    }
  }
  const given = new Map([...before.given, ...after.given]);
  if ([...given.keys()].some((name) => name.startsWith('deprecated_')))
    fail(after, 'Deprecated parameters can only be set via environment variables');
  return given;
}

/**
 * Reads the words of the command line, as click reads dbt's.
 *
 * @throws UsageError when they cannot be understood
 */
export function parseArgv(argv: readonly string[]): Parsed {
  const top: Scope = { path: 'sluice', forms: formsOf(globalOptions), rest: [...argv], given: new Map() };
  const outcome = readOptions(top, [], false);
  if (outcome === 'version') return { kind: 'version' };
  const name = top.rest.shift();
  if (outcome === 'help' || name === undefined) return { kind: 'help', command: undefined };

  const command = findCommand(top, name);
  const words: string[] = [];
  const scope: Scope = {
    path: `sluice ${command.group === undefined ? name : typedName(command)}`,
    forms: formsOf(optionsOf(command)),
    rest: top.rest,
    given: new Map(),
  };
  const end = readOptions(scope, words, true);
  if (end === 'version') return { kind: 'version' };
  if (end === 'help') return { kind: 'help', command };
  const extra = words.slice(command.argument === undefined ? 0 : 1);
  if (extra.length > 0) {
    fail(scope, `Got unexpected extra argument${extra.length === 1 ? '' : 's'} (${extra.join(' ')})`);
  }
  const given = merge(top, scope);
  const givenBefore = new Set(top.given.keys());
  return {
    kind: 'command',
    command,
    calledAs: command.group === undefined ? name : typedName(command),
    given,
    givenBefore,
    argument: words[0],
  };
}
