import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFaultCommand } from './fault-commands';
import { TestGateway } from './gateway/test-gateway';

let test: TestGateway;

beforeEach(async () => {
  const when = { on: 'command', name: 'break' } as const;
  test = await TestGateway.start({
    faults: {
      steps: [
        { when, fault: { kind: 'dead-feeds' } },
        { when, fault: { kind: 'notice', code: 2110 } },
      ],
    },
  });
});

afterEach(async () => {
  await test.stop();
});

function say(line: string): string {
  return runFaultCommand(test.gateway.faults, line);
}

describe('a line on the standard input', () => {
  it('runs the steps that wait for it', () => {
    expect(say(' break ')).toBe("'break' set off 2 steps.");
    expect(test.gateway.faults.struck.map(({ fault }) => fault.kind)).toEqual(['dead-feeds', 'notice']);
    expect(say('other')).toBe("No step waits for 'other'.");
    expect(say('')).toBe('');
  });

  it('lets a fault strike at once', () => {
    expect(say('{"kind":"farm","farm":"history","forMs":500,"clientId":3}')).toBe('farm has struck.');
    expect(test.gateway.faults.struck.map(({ fault }) => fault)).toEqual([{ kind: 'farm', farm: 'history' }]);
  });

  it('says what is wrong with it', () => {
    expect(say('{')).toBe('That is no JSON.');
    expect(say('{"kind":"explode"}')).toContain('That is no fault');
    expect(say('{"kind":"swallow","forMs":"long"}')).toContain('forMs');
  });

  it('mends everything: no step is left', () => {
    expect(say('mend')).toBe('Nothing is broken any more.');
    expect(say('break')).toBe("No step waits for 'break'.");
  });
});
