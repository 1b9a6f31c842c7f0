import net from 'node:net';
import { filter, firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { brokerFixture, inState, ready } from './broker-fixtures';
import { endOfError } from './socket-end';
import { clientMessages } from './test-gateway';

function causeOf(snapshot: ConnectionSnapshot): string | undefined {
  return 'reason' in snapshot.state ? snapshot.state.reason?.cause : undefined;
}

describe('connecting', () => {
  it('goes through handshake and reconciliation to ready', async () => {
    const fixture = await brokerFixture();
    const kinds: string[] = [];
    fixture.broker.connection$.subscribe(({ state }) => {
      if (kinds.at(-1) !== state.kind) kinds.push(state.kind);
    });
    const snapshot = await ready(fixture);
    expect(kinds).toEqual(['disconnected', 'connecting', 'handshaking', 'reconciling', 'ready']);
    expect(snapshot).toMatchObject({ epoch: 1, accountIds: ['DU1234567'], serverVersion: 193 });
    expect(await fixture.gateway.message(clientMessages.startApi)).toEqual(['71', '2', '7', '']);
  });

  it('reaches a gateway on a local socket and leaves net.connect as it was', async () => {
    const original = net.connect;
    const fixture = await brokerFixture({}, {}, 'local');
    expect((await ready(fixture)).target).toBe('built-in simulator');
    expect(net.connect).toBe(original);
  });

  it('knows the gateway’s time from the handshake, before the first heartbeat', async () => {
    const fixture = await brokerFixture({ start: () => undefined });
    fixture.broker.connect(fixture.target);
    await fixture.gateway.message(clientMessages.startApi);
    const { clockOffsetMs, latencyMs } = fixture.broker.snapshot();
    expect(latencyMs).toBeNull();
    expect(clockOffsetMs).not.toBeNull();
    expect((fixture.clock.nowMs() + (clockOffsetMs ?? 0)) % 1_000).toBe(0);
  });

  it('measures latency and clock offset with heartbeats', async () => {
    const fixture = await brokerFixture();
    fixture.broker.connect(fixture.target);
    const beat = await new Promise<ConnectionSnapshot>((resolve) => {
      fixture.broker.connection$.subscribe((snapshot) => {
        if (snapshot.latencyMs !== null) resolve(snapshot);
      });
    });
    expect(beat.latencyMs).toBe(0);
    expect(beat.clockOffsetMs).toBe(1_791_086_344_500 - fixture.clock.nowMs());
  });
});

describe('what cannot be connected to', () => {
  it('says that nothing listens', async () => {
    const fixture = await brokerFixture();
    await fixture.gateway.close();
    fixture.broker.connect(fixture.target);
    const snapshot = await inState(fixture.broker, 'reconnecting');
    expect(causeOf(snapshot)).toBe('refused');
    expect(snapshot.state).toMatchObject({
      reason: { advice: expect.stringContaining('enable ActiveX and Socket Clients') },
    });
  });

  it.each([
    ['ENOTFOUND', 'host-unknown'],
    ['EAI_AGAIN', 'host-unknown'],
    ['ECONNREFUSED', 'refused'],
    ['ENOENT', 'refused'],
    ['ETIMEDOUT', 'no-answer'],
    ['EHOSTUNREACH', 'no-answer'],
  ])('reads the system error %s as %s', (code, cause) => {
    expect(endOfError(Object.assign(new Error(code), { code }), 'opening').cause).toBe(cause);
  });

  it('gives up on a socket that opens and says nothing, within five seconds', async () => {
    const fixture = await brokerFixture({ version: null });
    fixture.broker.connect(fixture.target);
    await inState(fixture.broker, 'handshaking');
    fixture.clock.advance(2_999);
    expect(fixture.broker.snapshot().state.kind).toBe('handshaking');
    fixture.clock.advance(1);
    expect(causeOf(fixture.broker.snapshot())).toBe('no-answer');
  });

  it('gives up on a gateway that answers and never starts the session', async () => {
    const fixture = await brokerFixture({ start: () => undefined });
    fixture.broker.connect(fixture.target);
    await fixture.gateway.message(clientMessages.startApi);
    fixture.clock.advance(10_000);
    expect(causeOf(fixture.broker.snapshot())).toBe('no-answer');
  });

  it.each([
    ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')],
    ['a secure shell', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['a short greeting', Buffer.from([0, 0, 0, 5, 0x68, 0x65, 0x6c, 0x6c, 0])],
  ])('tells %s from a gateway', async (_name, greeting) => {
    const fixture = await brokerFixture({ greeting });
    fixture.broker.connect(fixture.target);
    expect(causeOf(await inState(fixture.broker, 'reconnecting'))).toBe('not-a-gateway');
  });

  it.each([['99'], ['76'], ['194'], ['1000']])('refuses server version %s', async (version) => {
    const fixture = await brokerFixture({ version: [version, '20261004 11:59:03 EST'] });
    fixture.broker.connect(fixture.target);
    const snapshot = await inState(fixture.broker, 'reconnecting');
    expect(causeOf(snapshot)).toBe('version');
    expect(snapshot.state).toMatchObject({ reason: { text: expect.stringContaining(version) } });
  });

  it('recognises a server from before version 100', async () => {
    const fixture = await brokerFixture({ greeting: Buffer.from('76\x0020261004 11:59:03 EST\0') });
    fixture.broker.connect(fixture.target);
    expect(causeOf(await inState(fixture.broker, 'reconnecting'))).toBe('version');
  });

  it('says that the client id is in use, and tries again slowly', async () => {
    const fixture = await brokerFixture({
      start: (gateway) =>
        gateway.send(['4', '2', '-1', '326', 'Unable to connect as the client id is already in use.', '']),
    });
    fixture.broker.connect(fixture.target);
    const snapshot = await inState(fixture.broker, 'reconnecting');
    expect(causeOf(snapshot)).toBe('client-id-in-use');
    expect(snapshot.state).toMatchObject({ retryAtMs: fixture.clock.nowMs() + 2_500 });
  });

  it('says that the connection was not let in', async () => {
    const fixture = await brokerFixture({ version: null });
    fixture.broker.connect(fixture.target);
    await inState(fixture.broker, 'handshaking');
    fixture.gateway.drop();
    expect(causeOf(await inState(fixture.broker, 'reconnecting'))).toBe('not-allowed');
  });
});

describe('losing the connection', () => {
  it('tries again for ever, with growing pauses', async () => {
    const fixture = await brokerFixture();
    await fixture.gateway.close();
    fixture.broker.connect(fixture.target);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      // While it tries it goes on telling why the last attempt failed; the pause comes after.
      const { state } = await firstValueFrom(
        fixture.broker.connection$.pipe(
          filter(({ state }) => state.kind === 'reconnecting' && state.retryAtMs > fixture.clock.nowMs()),
        ),
      );
      if (state.kind !== 'reconnecting') throw new Error('unreachable');
      expect(state.attempt).toBe(attempt);
      expect(state.reason.cause).toBe('refused');
      const pauseMs = state.retryAtMs - fixture.clock.nowMs();
      pauses.push(pauseMs);
      fixture.clock.advance(pauseMs);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('comes back with a new epoch after a drop', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.gateway.drop();
    expect(causeOf(await inState(fixture.broker, 'reconnecting'))).toBe('dropped');
    fixture.clock.advance(500);
    expect((await inState(fixture.broker, 'reconciling')).epoch).toBe(2);
  });

  it('drops a gateway that no longer answers heartbeats', async () => {
    const fixture = await brokerFixture({
      answer: (_gateway, fields) => fields[0] === clientMessages.reqCurrentTime,
    });
    await ready(fixture);
    fixture.clock.advance(15_000);
    expect(causeOf(fixture.broker.snapshot())).toBe('dropped');
  });

  it('shows 1100 as degraded, and compares orders after 1102 before it is ready again', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.gateway.send(['4', '2', '-1', '1100', 'Connectivity between IB and TWS has been lost.', '']);
    expect(causeOf(await inState(fixture.broker, 'degraded'))).toBe('connectivity-lost');
    fixture.gateway.send(['4', '2', '-1', '1102', 'Connectivity has been restored - data maintained.', '']);
    expect((await inState(fixture.broker, 'reconciling')).epoch).toBe(1);
    fixture.broker.markReconciled(1);
    expect(fixture.broker.snapshot().state.kind).toBe('ready');
    // What happened to orders meanwhile is asked for.
    await fixture.gateway.message(clientMessages.reqAllOpenOrders);
    await fixture.gateway.message(clientMessages.reqExecutions);
  });

  it('names the new port when the gateway changes it', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.gateway.send(['4', '2', '-1', '1300', 'Please reconnect on the new port - 4011', '']);
    const snapshot = await inState(fixture.broker, 'reconnecting');
    expect(causeOf(snapshot)).toBe('port-changed');
    expect(snapshot.state).toMatchObject({ reason: { advice: expect.stringContaining('4011') } });
  });

  it('reconnects at once when asked to', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.broker.reconnectNow();
    expect((await inState(fixture.broker, 'reconciling')).epoch).toBe(2);
    expect(fixture.gateway.connections).toBe(2);
  });

  it('stays away after disconnect', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    await fixture.broker.disconnect();
    fixture.clock.advance(120_000);
    expect(fixture.broker.snapshot().state).toMatchObject({
      kind: 'disconnected',
      reason: { cause: 'stopped' },
    });
    expect(fixture.gateway.connections).toBe(1);
  });
});
