/** The limits and patience of the broker session. Times in milliseconds. */
export interface BrokerOptions {
  /** From opening the socket to the gateway's first answer. */
  readonly connectTimeoutMs: number;
  /** From the first answer to nextValidId and managedAccounts: TWS may be asking its user to accept the connection. */
  readonly startTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** A gateway that leaves a heartbeat unanswered and says nothing else for so long is taken for dead. */
  readonly heartbeatTimeoutMs: number;
  /** One that says something, but leaves a heartbeat unanswered for so long, does not hear what is sent to it. */
  readonly heartbeatDeafMs: number;
  /**
   * A gateway that has lost Interactive Brokers for so long is connected anew, which makes it tell again how things
   * are: the word that they are well may have been missed. Doubles each time.
   */
  readonly outageRecheckMs: number;
  readonly requestTimeoutMs: number;
  readonly historyTimeoutMs: number;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  /** First wait where trying again soon cannot help: client id in use, wrong version, no gateway there. */
  readonly slowBackoffMs: number;
  /** Longest wait while a restart of the gateway is expected to be under way. */
  readonly restartBackoffMs: number;
  /** Messages in any second, all lanes together. TWS allows 50. */
  readonly messagesPerSecond: number;
  /** Messages in any second that are neither orders nor cancels. */
  readonly dataMessagesPerSecond: number;
  /** Historical requests open at once. TWS allows 50. */
  readonly historyConcurrency: number;
  /** Market data lines. TWS allows 100 by default, shared with its own watchlists. */
  readonly marketDataLines: number;
}

export const defaultBrokerOptions: BrokerOptions = {
  connectTimeoutMs: 3_000,
  startTimeoutMs: 10_000,
  heartbeatIntervalMs: 5_000,
  heartbeatTimeoutMs: 15_000,
  heartbeatDeafMs: 60_000,
  outageRecheckMs: 120_000,
  requestTimeoutMs: 8_000,
  historyTimeoutMs: 20_000,
  minBackoffMs: 500,
  maxBackoffMs: 30_000,
  slowBackoffMs: 2_500,
  restartBackoffMs: 3_000,
  messagesPerSecond: 40,
  dataMessagesPerSecond: 30,
  historyConcurrency: 6,
  marketDataLines: 100,
};
