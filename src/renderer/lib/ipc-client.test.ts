import { beforeEach, describe, expect, it, vi } from 'vitest';
import { portMessage } from '../../shared/ipc/bridge';

/** A window with a preload that hands out ports when it is asked. */
function stubWindow() {
  const page = new EventTarget();
  const opened: MessagePort[] = [];
  const timers: (() => void)[] = [];
  let asked = 0;
  const stub = Object.assign(page, {
    tradewind: {
      request: vi.fn(),
      openPort: () => {
        asked += 1;
      },
    },
    setTimeout: (run: () => void) => timers.push(run),
  });
  vi.stubGlobal('window', stub);
  return {
    stub,
    asked: () => asked,
    runTimers: () => {
      for (const run of timers.splice(0)) run();
    },
    /** Delivers a new port to the page, as the preload does; returns the page's end. */
    deliver(source: unknown = stub, data: unknown = portMessage): MessagePort {
      const { port1, port2 } = new MessageChannel();
      opened.push(port1, port2);
      page.dispatchEvent(Object.assign(new Event('message'), { source, data, ports: [port2] }));
      return port2;
    },
    closeAll: () => {
      for (const port of opened) port.close();
    },
  };
}

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
});

describe('the ports of the page', () => {
  it('are asked for at the start', async () => {
    const { startStreams } = await import('./ipc-client');
    const preload = stubWindow();
    startStreams();
    expect(preload.asked()).toBe(1);
  });

  it('are asked for again when main let go of the one in use', async () => {
    const { startStreams } = await import('./ipc-client');
    const preload = stubWindow();
    startStreams();
    preload.deliver().dispatchEvent(new Event('close'));
    expect(preload.asked()).toBe(1);
    preload.runTimers();
    expect(preload.asked()).toBe(2);
    preload.closeAll();
  });

  it('are not asked for when another one came in the meantime', async () => {
    const { startStreams } = await import('./ipc-client');
    const preload = stubWindow();
    startStreams();
    const first = preload.deliver();
    first.dispatchEvent(new Event('close'));
    preload.deliver();
    preload.runTimers();
    expect(preload.asked()).toBe(1);
    preload.closeAll();
  });

  it('are taken from the preload alone', async () => {
    const { startStreams } = await import('./ipc-client');
    const preload = stubWindow();
    startStreams();
    preload.deliver({}).dispatchEvent(new Event('close'));
    preload.deliver(preload.stub, 'something else').dispatchEvent(new Event('close'));
    preload.runTimers();
    expect(preload.asked()).toBe(1);
    preload.closeAll();
  });
});

describe('a request', () => {
  it('that the bridge could not carry is an error like any other', async () => {
    const { request } = await import('./ipc-client');
    const preload = stubWindow();
    const reportError = vi.fn();
    vi.stubGlobal('reportError', reportError);
    preload.stub.tradewind.request.mockRejectedValue(new Error('an object could not be cloned'));
    expect(await request('watchlist.get', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(reportError).toHaveBeenCalledOnce();
  });
});
