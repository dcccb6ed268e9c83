// Loaded before a command (--require): asks the supervisor to leave, with its servers, at the command's first insert into
// the collection STOP_AT. That insert and the next one fail as the driver lets them fail where it has not yet noticed.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { Collection, MongoNetworkError } = require('mongodb');

const home = process.env.SWEEP_HOME;
const isCommand = /[\\/]cli[\\/]main\.js$/.test(process.argv[1] ?? ''); // not the servers and trainers that it starts
let left = isCommand ? 2 : 0; // inserts that fail

const stop = async () => {
  const { sockets } = JSON.parse(readFileSync(join(home, 'services.json'), 'utf8'));
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
    if (/supervisor-main/.test(command) && command.includes(home)) process.kill(Number(pid), 'SIGTERM');
  }
  while (existsSync(join(sockets, 'mongo.sock'))) await sleep(5);
};

const insertOne = Collection.prototype['insertOne'];
Collection.prototype.insertOne = async function (...args) {
  if (left > 0 && this.collectionName === process.env.STOP_AT) {
    if (left-- === 2) await stop();
    throw new MongoNetworkError('connect ENOENT');
  }
  return insertOne.apply(this, args);
};
