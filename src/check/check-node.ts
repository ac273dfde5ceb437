import type { Diagnostic } from '../diagnostics/index.ts';
import { checkFunction } from './check-function.ts';
import { checkSeed } from './check-seed.ts';
import { checkSource } from './check-source.ts';
import { checkSql } from './check-sql.ts';
import { checkTest } from './check-test.ts';
import { checkUnitTest } from './check-unit-test.ts';
import type { Finding } from './finding.ts';
import { type Look, whenBuilt } from './look.ts';
import { Unanswerable } from './stand-ins.ts';

/** Nobody builds an analysis: what is wrong with it hinders nothing. */
function asWarning(found: Diagnostic): Diagnostic {
  return found.severity === 'error' ? { ...found, severity: 'warning' } : found;
}

/** Looks at one node or source on the empty tables of what it reads. */
export async function checkNode(look: Look): Promise<Finding> {
  try {
    return await checkByKind(look);
  } catch (error) {
    if (error instanceof Unanswerable) return whenBuilt(error.message, []);
    throw error;
  }
}

async function checkByKind(look: Look): Promise<Finding> {
  const { node } = look;
  switch (node.resourceType) {
    case 'source':
      return checkSource({ ...look, node });
    case 'seed':
      return checkSeed({ ...look, node });
    case 'function':
      return checkFunction({ ...look, node });
    case 'test':
      return checkTest({ ...look, node });
    case 'unit_test':
      return checkUnitTest({ ...look, node });
    case 'analysis': {
      const found = await checkSql({ ...look, node });
      return { ...found, diagnostics: found.diagnostics.map(asWarning) };
    }
    default:
      return checkSql({ ...look, node });
  }
}
