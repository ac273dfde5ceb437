import { md5 } from '../base/index.ts';
import type { Invocation } from '../domain/index.ts';
import type { Environment, Files } from '../host/index.ts';
import { type FileSeen, type Inputs, isYoung } from './inputs.ts';
import { type Answered, ask, FILE_ANSWERS, type Question, type World } from './questions.ts';

/** A world that keeps a note of everything it is asked. */
export interface Observer {
  readonly world: World;
  inputs(): Inputs;
}

class Notes {
  readonly #world: World;
  readonly #files = new Map<string, FileSeen>();
  readonly #answers = new Map<string, Answered>();
  readonly #volatile = new Set<string>();
  readonly #startedAt: number;

  constructor(world: World) {
    this.#world = world;
    this.#startedAt = world.host.clock.wall();
  }

  ask(question: Question, about: string): void {
    const key = `${question} ${about}`;
    if (!this.#answers.has(key)) this.#answers.set(key, [question, about, ask(this.#world, question, about)]);
  }

  /** Of two answers to a question the first one counts. */
  answered(answer: Answered): void {
    const key = `${answer[0]} ${answer[1]}`;
    if (!this.#answers.has(key)) this.#answers.set(key, answer);
  }

  volatile(what: string): void {
    this.#volatile.add(what);
  }

  /** The times are taken before the text is read: a change in between shows in them later. */
  readText(path: string): string {
    const { files } = this.#world.host;
    const stat = files.stat(path);
    let text: string;
    try {
      text = files.readText(path);
    } catch (error) {
      this.volatile(`a file that could not be read (${path})`);
      throw error;
    }
    const hash = md5(text);
    const before = this.#files.get(path);
    if (stat === undefined || (before !== undefined && before.hash !== hash))
      this.volatile(`a file that changed meanwhile (${path})`);
    else if (before === undefined) {
      const { size, modifiedAt, changedAt, number } = stat;
      const young = isYoung(stat, this.#startedAt);
      this.#files.set(path, { path, size, modifiedAt, changedAt, number, hash, isYoung: young });
    }
    return text;
  }

  inputs(): Inputs {
    return {
      files: [...this.#files.values()],
      answers: [...this.#answers.values()],
      volatile: [...this.#volatile],
    };
  }
}

function observeFiles(files: Files, notes: Notes): Files {
  const noted =
    <Answer>(question: keyof typeof FILE_ANSWERS, look: (path: string) => Answer) =>
    (path: string): Answer => {
      const answer = look(path);
      notes.answered([question, path, (FILE_ANSWERS[question] as (answer: Answer) => string)(answer)]);
      return answer;
    };
  return {
    ...files,
    readText: (path) => notes.readText(path),
    readBytes: (path) => {
      notes.readText(path);
      return files.readBytes(path);
    },
    open: (path) => {
      notes.volatile(`bytes of ${path}`);
      return files.open(path);
    },
    exists: noted('exists', files.exists),
    stat: noted('stat', files.stat),
    walk: noted('walk', files.walk),
    list: noted('list', files.list),
    realPath: noted('realPath', files.realPath),
    isLarger: (path, bytes) => {
      notes.ask('isLarger', JSON.stringify([path, bytes]));
      return files.isLarger(path, bytes);
    },
    glob: (pattern, folder) => {
      notes.ask('glob', JSON.stringify([pattern, folder]));
      return files.glob(pattern, folder);
    },
  };
}

function observeEnvironment(env: Environment, notes: Notes): Environment {
  return {
    get: (name) => {
      notes.ask('env', name);
      return env.get(name);
    },
    names: () => {
      notes.ask('envNames', '');
      return env.names();
    },
  };
}

function observeInvocation(invocation: Invocation, notes: Notes): Invocation {
  const flags = new Proxy(invocation.flags, {
    get(target, name) {
      if (typeof name === 'string') notes.ask('flag', name);
      return Reflect.get(target, name) as unknown;
    },
    has(target, name) {
      if (typeof name === 'string') notes.ask('flag', name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor(target, name) {
      if (typeof name === 'string') notes.ask('flag', name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    ownKeys(target) {
      notes.ask('flagNames', '');
      return Reflect.ownKeys(target);
    },
  });
  return {
    flags,
    get id() {
      notes.volatile('the invocation id');
      return invocation.id;
    },
    get startedAt() {
      notes.volatile('the moment of the run');
      return invocation.startedAt;
    },
    get command() {
      notes.ask('command', '');
      return invocation.command;
    },
    get args() {
      notes.ask('args', '');
      return invocation.args;
    },
  };
}

/**
 * The world for one parse: whatever is asked of it is noted with the answer. A parse that gets no other world depends on
 * nothing else, so that nobody has to list what it depends on.
 */
export function observe(world: World): Observer {
  const notes = new Notes(world);
  const { host, invocation } = world;
  const { clock } = host;
  return {
    world: {
      host: {
        ...host,
        files: observeFiles(host.files, notes),
        env: observeEnvironment(host.env, notes),
        clock: {
          monotonic: clock.monotonic,
          wall: clock.wall,
          wait: clock.wait,
          hasPassed: (moment) => {
            notes.ask('hasPassed', String(moment));
            return clock.hasPassed(moment);
          },
          now: () => {
            notes.volatile('the clock');
            return clock.now();
          },
        },
        uuid: () => {
          notes.volatile('a random id');
          return host.uuid();
        },
      },
      invocation: observeInvocation(invocation, notes),
    },
    inputs: () => notes.inputs(),
  };
}
