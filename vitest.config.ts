import { defineConfig } from 'vitest/config';

const sets = ['server', 'browser', 'tensorflow', 'gpu'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...sets.map((set) => `test/**/*.${set}.test.ts`), 'node_modules/**'],
          testTimeout: 15_000,
          isolate: false, // no test of this set changes a module; loading zod 30 times costs more than the tests
        },
      },
      {
        test: {
          name: 'tensorflow',
          include: ['test/**/*.tensorflow.test.ts'],
          globalSetup: ['test/tensorflow.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: ['test/dashboard/build.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'server',
          include: ['test/**/*.server.test.ts'],
          globalSetup: ['test/servers.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
