// Loaded before a command (--require): notes each distinct statement that writes (operation and collection) in the file
// STATEMENTS when it first succeeds, and ends the command there with SIGKILL where it is the one named by KILL_AFTER.
const { appendFileSync } = require('node:fs');
const { Collection } = require('mongodb');

const writing = [
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'bulkWrite',
];

const isCommand = /[\\/]cli[\\/]main\.js$/.test(process.argv[1] ?? ''); // not the servers and workers that it starts
const seen = new Set();
const answered = (statement) => {
  if (!isCommand || seen.has(statement)) return;
  seen.add(statement);
  appendFileSync(process.env.STATEMENTS, `${statement}\n`);
  if (statement === process.env.KILL_AFTER) process.kill(process.pid, 'SIGKILL');
};

for (const name of writing) {
  const write = Collection.prototype[name];
  Collection.prototype[name] = async function (...args) {
    const result = await write.apply(this, args); // one that is refused, as a number that is taken, wrote nothing
    answered(`${name} ${this.collectionName}`);
    return result;
  };
}
