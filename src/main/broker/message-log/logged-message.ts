/** One field of a message as text, as it travelled; account ids are masked. */
export interface LoggedField {
  /** IB's name of the field, `comboLegs[0].conId` inside a group, `field 12` where the layout is not known. */
  readonly name: string;
  readonly value: string;
}

/** One message that crossed the gateway's socket, or a remark on bytes that were none. */
export interface LoggedMessage {
  /** Counts from 1 through the life of the log, both directions together. */
  readonly sequence: number;
  /** UTC ms. */
  readonly atMs: number;
  /** Which connection it belongs to. */
  readonly epoch: number;
  readonly direction: 'sent' | 'received';
  /** TWS's number of the message; null for the handshake and for bytes that are no message. */
  readonly messageId: number | null;
  /** `placeOrder`, `orderStatus`; `message 312` for a number that is not known. */
  readonly name: string;
  /** At most 400; a last field `…` says how many more there are. */
  readonly fields: readonly LoggedField[];
}

/** Which messages are wanted; what is left out filters nothing. */
export interface MessageFilter {
  readonly direction?: 'sent' | 'received' | null;
  /** Only what is about orders, executions and errors. */
  readonly ordersOnly?: boolean;
  /** Only messages with this text in their name or in a field's value, in any case. */
  readonly search?: string;
}

export interface MessageQuery {
  /** Most messages that are wanted, 1 to 500. */
  readonly limit: number;
  /** Only messages before this one; null for the newest. */
  readonly beforeSequence?: number | null;
  readonly filter?: MessageFilter;
}

export interface MessagePage {
  /** Newest first. */
  readonly messages: readonly LoggedMessage[];
  /** How many messages the log holds, whatever the filter. */
  readonly kept: number;
  /** How many had to go to make room for newer ones. */
  readonly dropped: number;
}

/**
 * Every frame that went to the gateway or came from it, in a bounded store: market data, account values, orders and
 * the rest each have a part of their own, so that none can push the others out. Frames are kept as bytes and decoded
 * when they are read. Account ids are masked in whatever leaves it.
 */
export interface MessageLog {
  read(query: MessageQuery): MessagePage;
  /**
   * One JSON object per message, oldest first, without line ends; made while it is walked through, so that a long
   * export can pause between lines. It holds the messages that were there when it was called and have not gone since.
   */
  exportJsonLines(): Iterable<string>;
}
