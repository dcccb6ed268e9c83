import { kerasCases, kerasInput } from './keras-cases.ts';

// What make-keras-fixtures.py reads.
const inputs = Object.entries(kerasCases).map(([name, shape]) => [name, kerasInput(shape)]);
process.stdout.write(JSON.stringify(Object.fromEntries(inputs)));
