import { createServer, type Server, type Socket } from 'node:net';

/** Where a gateway listens: a unix domain socket or Windows named pipe, or a TCP port (0 for any free one). */
export type ListenAddress = { readonly path: string } | { readonly host: string; readonly port: number };

export type ListenResult =
  | { readonly ok: true /** The TCP port, undefined for a path. */; readonly port: number | undefined }
  | { readonly ok: false /** `EADDRINUSE` and the like. */; readonly code: string; readonly message: string };

/** Accepts connections at one address; it may stop for a while and go on at the same one. */
export class Listener {
  readonly #accept: (socket: Socket) => void;
  readonly #maxConnections: number;
  /** Told when listening could not go on. */
  readonly #failed: (error: Error) => void;
  readonly #closing = new Set<Promise<void>>();
  #server: Server | undefined;
  #address: ListenAddress | undefined;
  #paused = false;

  constructor(maxConnections: number, accept: (socket: Socket) => void, failed: (error: Error) => void) {
    this.#maxConnections = maxConnections;
    this.#accept = accept;
    this.#failed = failed;
  }

  /** The TCP port that is served, undefined for a path and before `listen`. */
  get port(): number | undefined {
    return this.#address !== undefined && 'port' in this.#address ? this.#address.port : undefined;
  }

  async listen(address: ListenAddress): Promise<ListenResult> {
    if (this.#server !== undefined || this.#paused) {
      return { ok: false, code: 'ERR_SERVER_ALREADY_LISTEN', message: 'the gateway listens already' };
    }
    const server = createServer(this.#accept);
    server.maxConnections = this.#maxConnections;
    this.#server = server;
    const result = await startListening(server, address);
    if (!result.ok) {
      this.#server = undefined;
      return result;
    }
    this.#address =
      result.port === undefined || 'path' in address ? address : { ...address, port: result.port };
    return result;
  }

  /** Accepts no more connections for now; those that exist are not touched. */
  pause(): void {
    if (this.#server === undefined) return;
    this.#paused = true;
    this.#endServer();
  }

  /** Goes on after `pause`, at the same address. */
  resume(): void {
    if (!this.#paused || this.#address === undefined) return;
    this.#paused = false;
    const server = createServer(this.#accept);
    server.maxConnections = this.#maxConnections;
    this.#server = server;
    server.on('error', this.#failed);
    server.listen(this.#address);
  }

  /** Ends for good; connections are to be ended first. */
  async close(): Promise<void> {
    this.#paused = false;
    this.#endServer();
    await Promise.all(this.#closing);
  }

  #endServer(): void {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || !server.listening) return;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    this.#closing.add(closed);
    void closed.then(() => this.#closing.delete(closed));
  }
}

async function startListening(server: Server, address: ListenAddress): Promise<ListenResult> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      resolve({ ok: false, code: error.code ?? 'UNKNOWN', message: error.message });
    };
    server.once('error', failed);
    server.listen(address, () => {
      server.removeListener('error', failed);
      const bound = server.address();
      resolve({ ok: true, port: typeof bound === 'object' && bound !== null ? bound.port : undefined });
    });
  });
}
