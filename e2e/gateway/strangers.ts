import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { portOf } from './listening-port';

/** Something on a port of this machine that is no gateway as the app expects it. */
export class Stranger {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.server = server;
  }

  /** @param meet what it does with a connection. */
  static async listen(meet: (socket: Socket) => void): Promise<Stranger> {
    const server = createServer();
    const stranger = new Stranger(server);
    server.on('connection', (socket) => {
      stranger.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => stranger.sockets.delete(socket));
      meet(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return stranger;
  }

  get port(): string {
    return String(portOf(this.server));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A web server: it answers what it cannot read with a page. */
export function answerLikeWebServer(socket: Socket): void {
  socket.once('data', () =>
    socket.end('HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<h1>Bad Request</h1>'),
  );
}

/** A mail server: it speaks first. */
export function greetLikeMailServer(socket: Socket): void {
  socket.write('220 mail.example.org ESMTP ready\r\n');
}

/** Accepts and never says a word. */
export function staySilent(socket: Socket): void {
  socket.resume();
}

/** A gateway of another version, which answers the greeting of the API. */
export function answerWithVersion(version: number): (socket: Socket) => void {
  return (socket) =>
    socket.once('data', () => socket.write(frame(`${version}\x0020261005 14:30:00 EST\x00`)));
}

/** A message of the TWS API: its length in four bytes, then its fields, each ended by a NUL. */
export function frame(text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** A port on which nothing listens. */
export async function unusedPort(): Promise<string> {
  const stranger = await Stranger.listen(() => undefined);
  const { port } = stranger;
  await stranger.close();
  return port;
}
