import type { ContextEnvironment, ParseScope } from '../context/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Macro, Project } from '../domain/index.ts';
import type { Jinja } from '../jinja/contract.ts';
import type { CodeResource } from './build/code-resource.ts';
import type { NodeNamer } from './build/node-names.ts';
import type { RelationNamer } from './build/relation-name.ts';
import type { Dict } from './config/plain.ts';
import type { ConfigResolver } from './config/resolve-config.ts';
import type { ExtractStore } from './extract/kept-extract.ts';
import type { ParseMeasure } from './measure.ts';

/** What the steps of a parse share: services without state of their own, and the values of this call. */
export interface ParseEnvironment {
  readonly project: Project;
  readonly context: ContextEnvironment;
  readonly jinja: Jinja;
  readonly configs: ConfigResolver;
  readonly namesOf: NodeNamer;
  readonly relationName: RelationNamer;
  /** A scope in which code of this resource can be rendered while parsing. */
  readonly scopeOf: (resource: CodeResource, config: Dict) => ParseScope;
  /** The context in which a generic test is parsed: what its macro calls, however deep, is found from every package. */
  readonly reaching: (testMacro: Macro) => ContextEnvironment;
  /** Absolute folder of a package. */
  readonly rootOf: (packageName: string) => string;
  /** `--store-failures`. */
  readonly storeFailures: boolean;
  /** Seconds since 1970, the same for everything that one parse makes. */
  readonly createdAt: number;
  readonly measure: ParseMeasure;
  /** What earlier parses found in the same texts. */
  readonly extracts: ExtractStore | undefined;
  /** A hash of what everything that is found in templates depends on. */
  readonly world: () => string;
  /** How much was told from within templates so far. */
  readonly told: () => number;
  readonly report: (diagnostic: Diagnostic) => void;
  /** A flag of `dbt_project.yml`, or its default. */
  readonly flag: (name: string, fallback: boolean) => boolean;
}
