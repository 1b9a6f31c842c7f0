import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One socket of the families that reach beyond this machine. */
export interface InetSocket {
  readonly protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  readonly pid: number;
  readonly local: string;
  readonly remote: string;
  readonly listening: boolean;
}

/** A process and all that descend from it, as Linux lists them now. */
export function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    // The name is in parentheses and may hold anything; the parent is the second field after it.
    const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
    if (fields !== undefined) parents.set(pid, Number(fields[1]));
  }
  const tree = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (tree.has(pid) || !tree.has(parent)) continue;
      tree.add(pid);
      grown = true;
    }
  }
  return [...tree];
}

/** The sockets of these processes in the internet families, whatever their state. */
export function inetSockets(pids: readonly number[]): readonly InetSocket[] {
  const owners = new Map<string, number>();
  for (const pid of pids) for (const inode of socketInodes(pid)) owners.set(inode, pid);
  const found: InetSocket[] = [];
  for (const pid of pids) {
    for (const protocol of ['tcp', 'tcp6', 'udp', 'udp6'] as const) {
      // A sandboxed process has a network of its own, which its own table shows.
      for (const line of (read(`/proc/${pid}/net/${protocol}`) ?? '').split('\n').slice(1)) {
        const fields = line.trim().split(/\s+/);
        const inode = fields[9];
        if (inode === undefined || owners.get(inode) !== pid) continue;
        const [local = '', remote = '', state = ''] = fields.slice(1, 4);
        found.push({ protocol, pid, local, remote, listening: state === '0A' });
      }
    }
  }
  return found;
}

/** Tells whether a process is there; one that has ended and was not collected is not. */
export function isRunning(pid: number): boolean {
  const state = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.slice(0, 1);
  return state !== undefined && state !== 'Z';
}

/**
 * Tells whether Linux shows the open files of a process to us. It hides those of a process in Chromium's sandbox,
 * which `isFiltered` tells.
 */
export function isReadable(pid: number): boolean {
  return descriptors(pid) !== null;
}

/** Tells whether a process is under a filter of system calls, as Chromium's sandbox sets one up. */
export function isFiltered(pid: number): boolean {
  return /^Seccomp:\s*2$/m.test(read(`/proc/${pid}/status`) ?? '');
}

/** The command line of a process; empty when it has gone. */
export function commandLine(pid: number): string {
  return (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
}

function socketInodes(pid: number): readonly string[] {
  return (descriptors(pid) ?? []).flatMap((descriptor) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? [];
    } catch {
      // Closed since it was listed.
      return [];
    }
  });
}

function descriptors(pid: number): readonly string[] | null {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return null;
  }
}

/** A file of a process, or null when the process has gone. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
