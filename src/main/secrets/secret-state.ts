/** Why the keychain cannot be used. */
export const unavailableReasons = [
  'no-bus',
  'no-ring',
  'no-library',
  'timeout',
  'crashed',
  'failed',
] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

/** How things stand with the operating system's keychain; `detail` is for the log. */
export type SecretState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'available' }
  | { readonly kind: 'locked'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason; readonly detail: string };

/** A state in which the keychain gave no answer. */
export type SecretFailure = Extract<SecretState, { kind: 'locked' | 'unavailable' }>;

/** A sentence for the trader: how it stands, what that means and what to do. */
export function describeSecretState(state: SecretState): string {
  switch (state.kind) {
    case 'checking':
      return 'Looking for the keychain.';
    case 'available':
      return 'Secrets are kept in the keychain of this computer.';
    case 'locked':
      return `The keychain is locked. Unlock it and try again. ${sessionOnly}`;
    case 'unavailable':
      return `${describeReason(state.reason)} ${sessionOnly}`;
  }
}

const sessionOnly = 'Until then new secrets are kept for this session only.';

function describeReason(reason: UnavailableReason): string {
  switch (reason) {
    case 'no-bus':
      return 'There is no D-Bus session, so the keychain cannot be reached. Start Tradewind from a desktop session.';
    case 'no-ring':
      return 'No keychain is set up. Install and unlock one, such as GNOME Keyring or KWallet, and try again.';
    case 'no-library':
      return 'The library of the keychain is missing. Install libsecret (on Debian and Ubuntu the package libsecret-1-0) and start Tradewind again.';
    case 'timeout':
      return 'The keychain does not answer; perhaps its password prompt is open behind another window. Unlock it and try again.';
    case 'crashed':
      return 'The keychain could not be asked because its helper ended unexpectedly. Try again.';
    case 'failed':
      return 'The keychain refused the request. Check that it is unlocked and try again.';
  }
}

/**
 * What a message of the keychain's library means. The texts are those of GLib and libsecret on Linux and of the Security
 * framework on macOS.
 */
export function classifyKeychainMessage(message: string): SecretFailure {
  if (
    /locked (collection|keyring)|is locked|interaction is not allowed|passphrase you entered/i.test(message)
  ) {
    return { kind: 'locked', detail: message };
  }
  return { kind: 'unavailable', reason: reasonOfMessage(message), detail: message };
}

function reasonOfMessage(message: string): UnavailableReason {
  if (
    /autolaunch D-Bus|could not connect|DBUS_SESSION_BUS_ADDRESS|connection is closed|unsupported transport/i.test(
      message,
    )
  )
    return 'no-bus';
  if (
    /not provided by any \.service|ServiceUnknown|Object does not exist at path|no such (object|interface)/i.test(
      message,
    )
  )
    return 'no-ring';
  return 'failed';
}
