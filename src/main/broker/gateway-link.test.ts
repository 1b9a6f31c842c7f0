import { describe, expect, it } from 'vitest';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { GatewayLink } from './gateway-link';
import { connectThrough } from './library-seams';
import { GatewayMessageLog } from './message-log';
import { defaultBrokerOptions } from './options';
import type { GatewayTarget } from './port';

function link(target: GatewayTarget): GatewayLink {
  const clock = new ManualClock();
  return new GatewayLink({
    epoch: 1,
    target,
    clock,
    tap: new GatewayMessageLog(clock).connection(1),
    log: silentLogger,
    options: defaultBrokerOptions,
    onConnected: () => undefined,
    onServerVersion: () => undefined,
    onStarted: () => undefined,
    onEnd: () => undefined,
  });
}

describe('GatewayLink', () => {
  it.each<GatewayTarget>([
    { kind: 'tcp', host: '127.0.0.1', port: 4002, clientId: 0 },
    { kind: 'local', path: 'somewhere', clientId: 0 },
  ])('leaves nothing for the library to look up in a .env file: $kind', (target) => {
    const controller: unknown = Reflect.get(link(target).api, 'controller');
    const options: unknown = controller instanceof Object ? Reflect.get(controller, 'options') : null;
    expect(options).toEqual({
      host: expect.any(String),
      port: expect.any(Number),
      clientId: 0,
      maxReqPerSec: expect.any(Number),
    });
  });

  it('sends nothing before the session has started', () => {
    const unopened = link({ kind: 'tcp', host: '127.0.0.1', port: 4002, clientId: 0 });
    expect(unopened.usable).toBe(false);
    expect(unopened.call((api) => api.reqGlobalCancel())).toBe(false);
  });

  it('contains what a listener throws', () => {
    const guarded = link({ kind: 'tcp', host: '127.0.0.1', port: 4002, clientId: 0 }).guard(() => {
      throw new Error('listener');
    });
    expect(guarded).not.toThrow();
  });
});

describe('connectThrough', () => {
  it('fails loudly when the library opens its socket in another way', () => {
    expect(() =>
      connectThrough(
        () => ({}),
        () => undefined,
      ),
    ).toThrow('net.connect');
  });
});
