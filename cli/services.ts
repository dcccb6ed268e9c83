import { masked } from '../core/secrets.ts';
import { openHome } from '../services/home.ts';
import { servicesStatus, stopServices } from '../services/manage-services.ts';
import type { ServicesStatus } from '../services/manage-services.ts';
import type { ServerName, ServerState } from '../services/messages.ts';
import { moment } from './amounts.ts';
import { finished } from './exit-codes.ts';
import { counted, sentence } from './grid/page.ts';

export type ServicesCommand = { readonly force: boolean; readonly json: boolean };

const titles = { temporal: 'Temporal', mongo: 'MongoDB' } as const;

type Server = ServerState & { readonly name: ServerName };

const serversOf = ({ supervisor }: ServicesStatus): readonly Server[] =>
  (['temporal', 'mongo'] as const).flatMap((name) => {
    const server = supervisor?.servers[name];
    return server === undefined ? [] : [{ name, ...server, address: masked(server.address) }];
  });

const serverText = ({ kind, version, state, address, pid, restarts, error }: Server): string => {
  const product = kind === 'temporal' ? '' : `${kind} `;
  const again = restarts === 0 ? '' : `, started again ${counted(restarts, 'time')}`;
  const at = decodeURIComponent(address);
  const where = pid === null ? `at ${at}` : `at ${at}, process ${pid}`;
  return `${product}${version} ${state} ${where}${again}${error === null ? '' : `; last error: ${error}`}`;
};

const clientText = ({ pid, slots }: { readonly pid: number; readonly slots: number }): string =>
  slots === 0 ? `process ${pid}` : `process ${pid} (${counted(slots, 'slot')})`;

/** What runs for a home, for people; at most 80 columns where paths are short. */
const statusText = (status: ServicesStatus): string => {
  const { home, supervisor, leftOver } = status;
  if (supervisor === null) {
    const left = leftOver.map(({ name, pid }) => `${titles[name]} (process ${pid})`).join(' and ');
    return left === ''
      ? `Nothing runs for ${home}. The next command that needs the servers starts them.`
      : `Left over from a killed supervisor of ${home}: ${left}. The next command takes them over; sweep services stop ends them.`;
  }
  const { pid, version, startedAt, clients, slots } = supervisor;
  const leased = clients.reduce((sum, client) => sum + client.slots, 0);
  return [
    ...sentence('folder', home),
    ...sentence('held by', `process ${pid} of sweep ${version}, since ${moment(Date.parse(startedAt))}`),
    ...serversOf(status).flatMap((server) => sentence(titles[server.name], serverText(server))),
    ...sentence('used by', clients.length === 0 ? 'nothing now: they end soon' : clients.map(clientText).join(', ')),
    ...sentence('slots', `${leased} of ${slots} are leased`),
  ].join('\n');
};

const ownAddresses = (): string =>
  ['TEMPORAL_ADDRESS', 'MONGODB_URI'].filter((name) => Boolean(process.env[name])).join(' and ');

const noHome = (): string => {
  const addresses = ownAddresses();
  const own = addresses === '' ? '' : ` What ${addresses} names is not Sweep's to show or to stop.`;
  return `No .sweep folder is here or above: nothing of Sweep runs for ${process.cwd()}.${own}`;
};

/** Shows what runs for this folder; starts nothing. @returns the exit code */
export const showServices = async ({ json }: ServicesCommand): Promise<number> => {
  const home = openHome({ create: false });
  const status = home === undefined ? null : await servicesStatus(home);
  if (json) {
    const { supervisor = null, leftOver = [] } = status ?? {};
    const process = supervisor === null ? null : { pid: supervisor.pid, version: supervisor.version };
    const more = { startedAt: supervisor?.startedAt ?? null, slots: supervisor?.slots ?? null };
    const servers = status === null ? [] : serversOf(status);
    const clients = supervisor?.clients ?? [];
    console.log(JSON.stringify({ v: 1, home: home ?? null, supervisor: process, ...more, servers, clients, leftOver }));
  } else console.log(status === null ? noHome() : statusText(status));
  return finished.done;
};

/**
 * Ends the servers of this folder. @returns the exit code
 * @throws {SweepError} SERVER_UNAVAILABLE while commands use them, unless `force`
 */
export const endServices = async ({ force, json }: ServicesCommand): Promise<number> => {
  const home = openHome({ create: false });
  const stopped = home !== undefined && (await stopServices(home, { force }));
  if (json) console.log(JSON.stringify({ v: 1, home: home ?? null, stopped }));
  else if (home === undefined) console.log(noHome());
  else console.log(stopped ? `The servers of ${home} have ended. Nothing is lost.` : `Nothing ran for ${home}.`);
  return finished.done;
};
