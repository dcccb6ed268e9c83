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
