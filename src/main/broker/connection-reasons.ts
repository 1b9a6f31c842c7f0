import type { ConnectionCause, ConnectionReason, FarmKind } from '../../shared/domain/connection';
import { serverVersions } from './handshake-reply';
import type { GatewayTarget } from './port';

const apiSettings =
  'In TWS: File > Global Configuration > API > Settings; in IB Gateway: Configure > Settings > API > Settings';

/** Detail of `restart` when it is not the gateway that restarts, but what is behind it. */
export const serverReset = 'servers';

/** How the target is named to the trader. */
export function targetName(target: GatewayTarget): string {
  return target.kind === 'local' ? 'built-in simulator' : `${target.host}:${target.port}`;
}

/** A cause in the trader's words. @param detail what the cause carries: a version, a farm, IB's text; may be empty. */
export function reasonFor(cause: ConnectionCause, target: GatewayTarget, detail: string): ConnectionReason {
  if (target.kind === 'local' && ['refused', 'no-answer', 'not-allowed'].includes(cause)) {
    return {
      cause: 'simulator-failed',
      text: 'The built-in simulator does not answer.',
      advice: 'It is tried again by itself. If this stays, restart Tradewind.',
    };
  }
  const [text, advice] = words(cause, targetName(target), target, detail);
  return { cause, text, advice };
}

function words(
  cause: ConnectionCause,
  name: string,
  target: GatewayTarget,
  detail: string,
): readonly [text: string, advice: string] {
  const port = target.kind === 'tcp' ? String(target.port) : '';
  switch (cause) {
    case 'stopped':
      return ['The connection was closed here.', 'Connect again when you want to go on.'];
    case 'refused':
      return [
        `Nothing accepts connections at ${name}.`,
        `Start TWS or IB Gateway and log in. ${apiSettings}: enable ActiveX and Socket Clients, socket port ${port}.`,
      ];
    case 'host-unknown':
      return [
        `The host of ${name} cannot be found.`,
        'Check the gateway host in the settings; on this computer it is 127.0.0.1.',
      ];
    case 'no-answer':
      return [
        `${name} does not answer.`,
        `Check host and port in the settings, and whether TWS or IB Gateway shows a question to be confirmed. ${apiSettings}: socket port ${port}.`,
      ];
    case 'not-a-gateway':
      return [
        `What answers at ${name} is neither TWS nor IB Gateway.`,
        `Check the port in the settings: TWS uses 7497 (paper) or 7496 (live), IB Gateway 4002 or 4001, unless changed. ${apiSettings}.`,
      ];
    case 'version':
      return [
        `The gateway at ${name} speaks version ${detail} of the API; versions ${serverVersions.min} to ${serverVersions.max} are understood.`,
        'Install a current stable version of TWS or IB Gateway.',
      ];
    case 'client-id-in-use':
      return [
        `Client id ${target.clientId} is already in use at ${name}.`,
        'Close the other program that uses it, or choose another client id in the settings. It is tried again by itself.',
      ];
    case 'dropped':
      return [
        `The connection to ${name} was lost.`,
        'It is tried again by itself. The Gateway restarts once a day; orders at the exchange stay in force.',
      ];
    case 'malformed':
      return [
        `${name} sent something that cannot be understood, and the connection was closed for safety.`,
        'It is tried again by itself. If this repeats, restart TWS or IB Gateway.',
      ];
    case 'connectivity-lost':
      return [
        'TWS or IB Gateway has lost its connection to Interactive Brokers.',
        'Prices may be old, and no orders are sent until it is back. Check the internet connection of that computer.',
      ];
    case 'farm-down':
      return farmWords('market-data', detail);
    case 'restart':
      if (detail === serverReset)
        return [
          'Interactive Brokers is resetting its servers, as it does every night.',
          'Nothing needs to be done here. Prices may be old, and no orders are sent until it is back.',
        ];
      return [
        'The gateway is restarting, as it does once a day.',
        'Nothing needs to be done here: it is tried again all the time until it is back. Orders at the exchange stay in force.',
      ];
    case 'port-changed':
      return [
        'The socket port of the gateway was changed.',
        `Enter the new port in the settings. The gateway says: ${detail}`,
      ];
    case 'not-allowed':
      return [
        `${name} closed the connection at once.`,
        `${apiSettings}: add the address of this computer to the trusted IPs, or allow connections beyond localhost.`,
      ];
    case 'account-mismatch':
      return [
        'The account does not fit the profile.',
        'Check the profile and the account you are logged in to.',
      ];
    case 'simulator-failed':
      return [
        'The built-in simulator has stopped.',
        'It is started again by itself. If this stays, restart Tradewind.',
      ];
  }
}

/** Why values are old or requests wait, while a data farm is down. @param farm IB's name of it; may be empty. */
export function farmReason(kind: FarmKind, farm: string): ConnectionReason {
  const [text, advice] = farmWords(kind, farm);
  return { cause: 'farm-down', text, advice };
}

function farmWords(kind: FarmKind, farm: string): readonly [text: string, advice: string] {
  const name = farm === '' ? '' : `${farm} `;
  switch (kind) {
    case 'market-data':
      return [
        `The market data connection ${name}of Interactive Brokers is down.`,
        'Prices that depend on it are marked as stale. Orders can be sent. Nothing needs to be done here.',
      ];
    case 'history':
      return [
        `The connection ${name}of Interactive Brokers for bars of the past is down.`,
        'Charts are filled when it is back. Prices and orders are not affected.',
      ];
    case 'definitions':
      return [
        `The connection ${name}of Interactive Brokers for contract details is down.`,
        'Searches may find nothing until it is back. Prices and orders are not affected.',
      ];
  }
}
