/** Server versions that the library speaks. Source: @stoqey/ib 1.6.10 `MAX_SUPPORTED_SERVER_VERSION`. */
export const serverVersions = { min: 100, max: 193 } as const;

export type HandshakeReply =
  | { readonly kind: 'gateway'; readonly serverVersion: number }
  | { readonly kind: 'version'; readonly serverVersion: number }
  | { readonly kind: 'stranger' };

/** Reads the first frame of a server: `193`, `20261004 11:59:03 TIMEZONE`. */
export function readHandshakeReply(frame: Buffer): HandshakeReply {
  const fields = frame.toString('latin1', 4).split('\0');
  const version = fields[0] ?? '';
  // A gateway sends the version, the time and nothing else; the last NUL leaves an empty rest.
  if (!/^\d{1,4}$/.test(version) || fields.length !== 3 || !/^[\x20-\xff]*$/.test(fields[1] ?? '')) {
    return { kind: 'stranger' };
  }
  const serverVersion = Number(version);
  const known = serverVersion >= serverVersions.min && serverVersion <= serverVersions.max;
  return { kind: known ? 'gateway' : 'version', serverVersion };
}

/** A server older than version 100 answers without a length prefix: digits, then NUL. Returns its version or null. */
export function readAncientReply(bytes: Buffer): number | null {
  const match = /^(\d{1,3})\0/.exec(bytes.toString('latin1', 0, 4));
  return match?.[1] === undefined ? null : Number(match[1]);
}
