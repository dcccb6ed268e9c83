import { optionCases, optionInput } from './option-cases.ts';

// What make-option-fixtures.py reads.
const inputs = Object.entries(optionCases).map(([name, shape]) => [name, optionInput(shape)]);
process.stdout.write(JSON.stringify(Object.fromEntries(inputs)));
