import { EventName, IBApi } from '@stoqey/ib';

/** One event that the library delivered: its name and arguments. */
export interface ClientEvent {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A client on the library that the app uses, which keeps every event so that tests can wait for what they need. */
export class TestClient {
  readonly api: IBApi;
  readonly events: ClientEvent[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(port: number, clientId: number, maxReqPerSec: number) {
    this.api = new IBApi({ host: '127.0.0.1', port, clientId, maxReqPerSec });
    this.api.on(EventName.all, (name: string, args: readonly unknown[]) => {
      if (name === 'received' || name === 'sent') return;
      this.events.push({ name, args });
      for (const wake of this.#waiting) wake();
    });
    this.api.on(EventName.error, () => undefined);
    this.api.connect();
  }

  /** Connects without waiting for anything. */
  static open(port: number, clientId: number, maxReqPerSec = 40): TestClient {
    return new TestClient(port, clientId, maxReqPerSec);
  }

  /** Connects and waits until orders may be placed. */
  static async connect(port: number, clientId: number): Promise<TestClient> {
    const client = TestClient.open(port, clientId);
    await client.next('nextValidId');
    return client;
  }

  /** The arguments of the first event, past or to come, that has this name and fits. */
  async next(
    name: string,
    fits: (args: readonly unknown[]) => boolean = () => true,
  ): Promise<readonly unknown[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.find((event) => event.name === name && fits(event.args));
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found.args);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Waits for an error, warning or notice with this code; the library delivers it as the second argument. */
  async code(code: number): Promise<readonly unknown[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.find(
          ({ name, args }) => (name === 'error' || name === 'info') && args[1] === code,
        );
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found.args);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Waits until an order has a status, in the past or to come. */
  async status(orderId: number, wanted: string): Promise<readonly unknown[]> {
    return this.next('orderStatus', ([id, now]) => id === orderId && now === wanted);
  }

  /** Id and code of every error that the gateway has answered with. */
  async errorCodes(): Promise<readonly (readonly [unknown, unknown])[]> {
    await this.settle();
    return this.all('error').map(([, code, id]) => [id, code] as const);
  }

  /** Names of the events so far, in their order. */
  names(): readonly string[] {
    return this.events.map(({ name }) => name);
  }

  /** The arguments of all events so far with this name. */
  all(name: string): readonly (readonly unknown[])[] {
    return this.events.filter((event) => event.name === name).map(({ args }) => args);
  }

  /** Forgets what has happened, so that only later events are seen. */
  forget(): void {
    this.events.length = 0;
  }

  /** Waits until the gateway has answered everything sent before. */
  async settle(): Promise<void> {
    const before = this.all('currentTime').length;
    this.api.reqCurrentTime();
    await this.next('currentTime', () => this.all('currentTime').length > before);
  }

  close(): void {
    this.api.disconnect();
  }
}
