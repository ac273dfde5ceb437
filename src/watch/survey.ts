import { DiagnosticError } from '../diagnostics/index.ts';
import { noteBroken } from './hold.ts';
import type { WatchState } from './watch-state.ts';

/** Puts a checker for the project's target in place of one for another. */
export async function ensureChecker(state: WatchState): Promise<void> {
  const { project } = state.base;
  if (state.checker !== undefined && state.checkedProject === project) return;
  await state.checker?.close();
  state.checker = state.world.openChecker(project);
  state.checkedProject = project;
}

/**
 * Binds the whole project once, as it was before the first save, so that later checks only look at what changed. Tells what is
 * broken already.
 */
export async function survey(state: WatchState): Promise<void> {
  const { base: generation, world, pending } = state;
  await ensureChecker(state);
  if (state.checker === undefined || state.isSurveyed) return;
  const environment = generation.environment([]);
  try {
    const report = await state.checker.checkAll({
      environment: { ...environment, events: () => {} },
      graph: generation.graph,
    });
    state.isSurveyed = true;
    noteBroken(pending, state.errors, report);
    // What was broken before anything was saved holds nothing back.
    pending.broken.clear();
    state.failures.checked(report);
    world.events({ type: 'watchSurveyed', report, failing: state.failures.all() });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) world.events({ type: 'diagnostic', diagnostic });
    state.isSurveyed = true;
  }
}
