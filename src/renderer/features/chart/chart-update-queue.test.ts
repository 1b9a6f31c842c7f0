import { describe, expect, it } from 'vitest';
import { createChartUpdateQueue } from './chart-update-queue';

function setUp() {
  let due: (() => void) | null = null;
  const queue = createChartUpdateQueue((_key, run) => {
    due = run;
  });
  const drawn: string[] = [];
  const chart = (name: string) => ({ name, draw: () => drawn.push(name) });
  const frame = () => {
    const run = due;
    due = null;
    run?.();
    return drawn.splice(0);
  };
  return { queue, chart, frame };
}

describe('the charts of a window', () => {
  it('draw one in each frame, in the order in which they asked', () => {
    const { queue, chart, frame } = setUp();
    const [a, b] = [chart('a'), chart('b')];
    queue.request(a, a.draw);
    queue.request(b, b.draw);
    queue.request(a, a.draw);
    expect([frame(), frame(), frame()]).toEqual([['a'], ['b'], []]);
  });

  it('let the focused one go first', () => {
    const { queue, chart, frame } = setUp();
    const [a, b] = [chart('a'), chart('b')];
    queue.focus(b);
    queue.request(a, a.draw);
    queue.request(b, b.draw);
    expect([frame(), frame()]).toEqual([['b'], ['a']]);
  });

  it('do not draw after they are gone', () => {
    const { queue, chart, frame } = setUp();
    const a = chart('a');
    queue.request(a, a.draw);
    queue.cancel(a);
    expect(frame()).toEqual([]);
  });

  it('go on after one of them failed', () => {
    const { queue, chart, frame } = setUp();
    const [a, b] = [chart('a'), chart('b')];
    queue.request(a, () => {
      throw new Error('broken');
    });
    queue.request(b, b.draw);
    expect(frame).toThrow('broken');
    expect(frame()).toEqual(['b']);
  });
});
