/** What a session lets its faults do. */
export interface FaultySession {
  readonly clientId: number | undefined;
  /** The version that is spoken, the newest one while none is agreed. */
  readonly serverVersion: number;
  /** Carries out one message of the client. */
  carryOut(fields: readonly string[]): void;
  /** The same, with delayed market data at the most, whatever the client has asked for. */
  carryOutDelayed(fields: readonly string[]): void;
  /** Puts a message into the output. */
  append(payload: string): void;
  /** Puts bytes into the output that need not be frames. */
  appendBytes(bytes: Buffer): void;
  flush(): void;
  /** Hands bytes to the operating system. */
  write(bytes: Buffer): void;
  /** The client has gone. */
  gone(): void;
  /** Ends the connection; what waits in the output is lost. */
  end(how: 'reset' | 'close'): void;
  /** Forgets everything the client follows of the market. */
  loseMarketData(): void;
  /** Tells each market depth subscription 317 and sends its whole book again. */
  refillDepth(): void;
}

/** The order that an event is about. */
export interface OrderKey {
  readonly clientId: number;
  readonly orderId: number;
}
