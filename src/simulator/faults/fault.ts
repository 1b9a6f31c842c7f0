/** Everything that can break. Where a duration is mentioned, it is `forMs` of the step. */
export type Fault =
  | ConnectionFault
  | TransportFault
  | MessageFault
  | ConnectivityFault
  | DataFault
  | OrderFault;

/** What happens to the connection itself. */
export type ConnectionFault =
  /**
   * The connection is not served. At a `connection` step it is the one that has just come; at any other step it is
   * those that come within the duration, or only the next one without a duration.
   */
  | { readonly kind: 'refuse'; readonly how: RefusalManner }
  /**
   * The connection ends. `message` is that which set it off: `lost` (the default) is not carried out, or not sent;
   * `kept` is carried out, or sent, first. What was to be told in the same turn as the drop is lost with it.
   */
  | { readonly kind: 'drop'; readonly how: 'reset' | 'close'; readonly message?: 'lost' | 'kept' | undefined }
  /**
   * The listener closes for the duration (10 seconds without one): new connections get ECONNREFUSED. Existing ones
   * live on.
   */
  | { readonly kind: 'stop-listening' }
  /**
   * The nightly restart: all clients are dropped, the gateway is away for the duration (60 seconds without one), and
   * comes back at the same address with the same orders, executions and account, but without any subscription.
   */
  | {
      readonly kind: 'restart';
      /** True (the default) says 1100 and 1300 to the clients before they are dropped, as TWS does. */
      readonly goodbye?: boolean | undefined;
      /** Whether the port is closed meanwhile (the default), or takes connections and resets them. */
      readonly away?: 'not-listening' | 'resetting' | undefined;
      /** What `nextValidId` is afterwards, 1 by default; orders that live keep their ids. */
      readonly nextValidId?: number | undefined;
    };

/**
 * - `reset` and `close`: ended at once, with a TCP reset or politely;
 * - `reset-after-handshake` and `close-after-handshake`: ended when START_API comes;
 * - `silent`: accepted, and nothing is ever answered;
 * - `client-id-in-use`: START_API is answered with error 326 and the connection closes.
 */
export type RefusalManner =
  | 'reset'
  | 'close'
  | 'reset-after-handshake'
  | 'close-after-handshake'
  | 'silent'
  | 'client-id-in-use';

export const refusalManners = [
  'reset',
  'close',
  'reset-after-handshake',
  'close-after-handshake',
  'silent',
  'client-id-in-use',
] as const satisfies readonly RefusalManner[];

/** What happens to the bytes on their way. Without a duration it lasts as long as the connection. */
export type TransportFault =
  /**
   * Half-open: the socket stays open and the bytes vanish, for good. `out` is from the gateway to the client, `in`
   * the other way: with `out` the client's orders are carried out all the same.
   */
  | {
      readonly kind: 'silence';
      readonly direction: 'both' | 'in' | 'out';
      /**
       * False: the gateway does not notice that the client has closed until the silence is over, so that a client
       * that comes back with the same client id is told 326. True by default.
       */
      readonly noticesClose?: boolean | undefined;
    }
  /** Each packet to the client comes `latencyMs` late (0 by default), and at no more than so many bytes a second. */
  | {
      readonly kind: 'slow';
      readonly latencyMs?: number | undefined;
      readonly bytesPerSecond?: number | undefined;
    }
  /** Everything to the client goes out in packets of so many bytes, 1 by default. */
  | { readonly kind: 'split'; readonly bytes?: number | undefined }
  /** Everything to the client is collected and sent as one packet every so many milliseconds, 500 by default. */
  | { readonly kind: 'merge'; readonly everyMs?: number | undefined };

/**
 * What happens to a message. At a `message` step it is that message, at an `order` step the message of the client
 * that brought the order to that stage (`before-accept`, `on-modify`, `on-cancel`). At any other step there is none,
 * and only `malformed`, `notice` and `notice-storm` do something.
 */
export type MessageFault =
  /** An incoming message is not carried out and not answered; an outgoing one is not sent. */
  | { readonly kind: 'swallow' }
  /** An outgoing message is sent so many times, 2 by default; an incoming one is carried out so many times. */
  | { readonly kind: 'duplicate'; readonly count?: number | undefined }
  /**
   * An outgoing message is sent only after so many later messages to that client (1 by default), or at the end of the
   * duration, whichever is first: callbacks out of order. An incoming one is carried out at the end of the duration.
   * The duration is 1,000 by default.
   */
  | { readonly kind: 'delay'; readonly messages?: number | undefined }
  /** An outgoing message is sent in this form; at a step without an outgoing message, such bytes are sent. */
  | { readonly kind: 'malformed'; readonly how: Malformation }
  /**
   * An incoming message is not carried out; it is answered with this error, under its request or order id. The text
   * is TWS's own for that code unless one is given. 162, 420 and 100 are pacing violations; 354, 10089, 10090 and
   * 10168 refuse market data.
   */
  | { readonly kind: 'answer-error'; readonly code: number; readonly text?: string | undefined }
  /** An error, warning or notice is sent, `id` -1 by default; the text is TWS's own unless one is given. */
  | {
      readonly kind: 'notice';
      readonly code: number;
      readonly id?: number | undefined;
      readonly text?: string | undefined;
    }
  /** So many farm notices at once, `broken` (2103, 2105, 2157) and `OK` (2104, 2106, 2158) in turn; nothing breaks. */
  | { readonly kind: 'notice-storm'; readonly count?: number | undefined };

/**
 * - `truncated`: whole frame, but the second half of the fields is missing;
 * - `cut-frame`: the length promises all, only half the bytes come; what follows is read as their rest;
 * - `negative-length`: the length field has its highest bit set;
 * - `zero-length`: a frame of no bytes before the message;
 * - `huge-length`: the length field promises 2,000,000,000 bytes;
 * - `missing-nul`: the last field is not ended;
 * - `garbage-bytes`: bytes that are no frame, in place of the message;
 * - `garbage-frame`: a whole frame of bytes that are no text;
 * - `unknown-message`: a whole frame with a message id that nobody knows;
 * - `not-numbers`: each field after the message id is the text `NaN`;
 * - `empty-fields`: each field after the message id is empty;
 * - `absurd-count`: each whole number after the message id is 2,000,000,000;
 * - `too-many-fields`: 100,000 fields more than the message has.
 */
export type Malformation = (typeof malformations)[number];

export const malformations = [
  'truncated',
  'cut-frame',
  'negative-length',
  'zero-length',
  'huge-length',
  'missing-nul',
  'garbage-bytes',
  'garbage-frame',
  'unknown-message',
  'not-numbers',
  'empty-fields',
  'absurd-count',
  'too-many-fields',
] as const;

/** What happens between the gateway and Interactive Brokers. The connection of the client lives on. */
export type ConnectivityFault =
  /**
   * 1100 is said; no market data, no history and no word of orders until the end of the duration (5 seconds without
   * one). Then `comesBack`: with 1101 all market data subscriptions of the struck clients are gone and have to be
   * made again; with 1102 they go on. With 2110 in place of 1100 and 1102 in the end, TWS is waiting for its server.
   */
  | {
      readonly kind: 'connectivity';
      readonly comesBack: 1101 | 1102;
      /** 1100 by default. */
      readonly says?: 1100 | 2110 | undefined;
      /**
       * What becomes of fills and other order callbacks meanwhile: `lost` (the default) they never come, and the
       * client has to ask; `late`, they come when the connection is back.
       */
      readonly orderCallbacks?: 'lost' | 'late' | undefined;
    }
  /**
   * A farm is gone for the duration (5 seconds without one). `market-data` (2103, 2104): no ticks; `history` (2105,
   * 2106): historical requests get 162; `definitions` (2157, 2158): contract details wait. With `data` `dead` the
   * market data lines that were open stay dead although 2104 is said, until they are asked for again; `back` is the
   * default.
   */
  | {
      readonly kind: 'farm';
      readonly farm: 'market-data' | 'history' | 'definitions';
      readonly data?: 'back' | 'dead' | undefined;
    };

/** What happens to market data and to the gateway's clock. Without a duration it lasts as long as the connection. */
export type DataFault =
  /** Another session takes the market data: 10197 for each open line and each new one, and no ticks meanwhile. */
  | { readonly kind: 'competing-session' }
  /** New market data lines get 10167 and delayed data although live ones were asked for. */
  | { readonly kind: 'delayed-data' }
  /** New market data lines get this error instead of data; those that are open live on. */
  | { readonly kind: 'no-permission'; readonly code: 354 | 10089 | 10090 | 10168 }
  /** Each open market data stream dies without a word, until it is asked for again. */
  | { readonly kind: 'dead-feeds' }
  /** Each open market depth subscription is told 317 and, with `refilled`, the default, gets its whole book again. */
  | { readonly kind: 'depth-reset'; readonly refilled?: boolean | undefined }
  /** The time in the handshake and in currentTime is off by so much; `offsetMs` may be negative. */
  | { readonly kind: 'wrong-clock'; readonly offsetMs: number };

/**
 * What happens to orders at the exchange. At an `order` step it is that order; at any other step each working order,
 * or each with `orderRef` when it is given.
 */
export type OrderFault =
  /** The order fills, `quantity` of it (all that remains by default) at `price` (its limit or the market's by default). */
  | {
      readonly kind: 'fill-order';
      readonly quantity?: number | undefined;
      readonly price?: number | undefined;
      readonly orderRef?: string | undefined;
    }
  /** The order ends as Inactive with this code and reason although it had been acknowledged; 201 by default. */
  | {
      readonly kind: 'reject-order';
      readonly code?: number | undefined;
      readonly text?: string | undefined;
      readonly orderRef?: string | undefined;
    }
  /** The order is cancelled by the exchange. */
  | { readonly kind: 'cancel-order'; readonly orderRef?: string | undefined }
  /**
   * No word of the order comes by itself, for the duration or for good; answers to requests (open orders,
   * executions) tell of it. Its fills are muted as well.
   */
  | { readonly kind: 'mute-order'; readonly orderRef?: string | undefined }
  /**
   * At `on-modify`: the change becomes an order of its own beside the unchanged one, with the same `orderRef`, the
   * next free order id and a permId of its own. Elsewhere it does nothing.
   */
  | { readonly kind: 'two-copies' }
  /** `nextValidId` goes back to this; orders that live keep their ids. Connected clients are not told. */
  | { readonly kind: 'roll-back-order-ids'; readonly nextValidId: number };
