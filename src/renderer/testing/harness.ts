import '../lib/zod-setup';
import type { ConnectionState } from '../../shared/domain/connection';
import { type Profile, profiles } from '../../shared/domain/profile';
import { portMessage } from '../../shared/ipc/bridge';
import { createFakeBridge } from './fake-bridge';

// The page on its own: ?theme=light&profile=live&state=reconnecting&empty&warnings&unofficial
const query = new URLSearchParams(location.search);

const reason = {
  cause: 'refused',
  text: 'Nothing answers at 127.0.0.1:4002.',
  advice: 'Start TWS or IB Gateway, and check the port in its API settings.',
} as const;

function stateOf(name: string | null): ConnectionState {
  switch (name) {
    case 'reconnecting':
      return { kind: 'reconnecting', attempt: 3, retryAtMs: Date.now() + 8_000, reason };
    case 'degraded':
      return { kind: 'degraded', reason };
    case 'disconnected':
      return { kind: 'disconnected', reason };
    case null:
    default:
      return { kind: 'ready' };
  }
}

const profile: Profile = profiles.find((candidate) => candidate === query.get('profile')) ?? 'simulator';

Object.defineProperty(window, 'tradewind', {
  value: createFakeBridge({
    seed: 7,
    profile,
    theme: query.get('theme') === 'light' ? 'light' : 'dark',
    state: stateOf(query.get('state')),
    warnings: query.has('warnings')
      ? [
          {
            id: 'keychain',
            text: 'There is no keychain on this computer. Secrets are kept until the app ends; the journal cannot be verified later.',
          },
        ]
      : [],
    unofficialRuntime: query.has('unofficial'),
    empty: query.has('empty'),
    now: () => Date.now(),
    deliverPort: (port) => window.postMessage(portMessage, '*', [port]),
  }),
});

// Not awaited: parts of the page that are loaded later may share a file with this one.
void import('../main');
