import type { Capability } from '../../shared/ipc/requests';

/** What Electron tells about the sender of a message. */
export interface Sender {
  readonly webContentsId: number;
  /** URL of the frame that sent it; null when the frame is gone already. */
  readonly frameUrl: string | null;
  readonly isTopFrame: boolean;
}

/** Whom to listen to. */
export interface TrustedSenders {
  /** The windows that the app opened itself, by webContents id, with what each may ask. */
  readonly windows: ReadonlyMap<number, ReadonlySet<Capability>>;
  /** Exact origin of the pages, `app://tradewind`, or the address of the development server. */
  readonly origin: string;
}

/** True for the top frame of one of our windows that shows one of our pages; false for everybody else. */
export function isTrustedSender(sender: Sender, trusted: TrustedSenders): boolean {
  if (!trusted.windows.has(sender.webContentsId) || !sender.isTopFrame || sender.frameUrl === null)
    return false;
  return originOf(sender.frameUrl) === trusted.origin;
}

/** True when the window of a trusted sender was given this capability. */
export function mayAsk(sender: Sender, capability: Capability, trusted: TrustedSenders): boolean {
  return trusted.windows.get(sender.webContentsId)?.has(capability) === true;
}

/** `scheme://host[:port]` of an address; URL.origin is `null` for our own scheme. Null when it does not parse. */
export function originOf(address: string): string | null {
  const url = URL.parse(address);
  return url === null ? null : `${url.protocol}//${url.host}`;
}
