import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Output differs in CI (failing rows, colours): tests see a machine that is none, wherever they run.
    env: { CI: '', GITHUB_ACTIONS: '' },
    // Vitest leaves one core to itself, which on two cores is half of them.
    maxWorkers: '100%',
  },
});
