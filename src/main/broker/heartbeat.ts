import { EventName } from '@stoqey/ib';
import { fairDeadline } from './fair-deadline';
import type { GatewayLink } from './gateway-link';
import type { SessionContext } from './session-context';

export interface HeartbeatEvents {
  /** @param latencyMs round trip; `clockOffsetMs` is the gateway's clock minus ours, good to half a second. */
  onBeat(latencyMs: number, clockOffsetMs: number): void;
  /** The gateway is silent, or no longer hears what is sent. */
  onSilence(): void;
}

/**
 * Asks the gateway for its time again and again. The answer gives the latency; its absence shows a connection that is
 * dead although the operating system has not noticed, which the library never finds out. A gateway that still sends
 * something is alive and only slow, and gets more time: until it is clear that it does not hear what is sent to it.
 */
export class Heartbeat {
  readonly #context: SessionContext;
  readonly #events: HeartbeatEvents;
  #sentMs: number | null = null;
  #stopTimer: () => void = () => undefined;
  #stopPatience: () => void = () => undefined;

  constructor(context: SessionContext, events: HeartbeatEvents) {
    this.#context = context;
    this.#events = events;
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.currentTime,
      link.guard((seconds: number) => this.#answered(link, seconds)),
    );
  }

  start(link: GatewayLink): void {
    this.stop();
    this.#beat(link);
  }

  stop(): void {
    this.#stopTimer();
    this.#stopPatience();
    this.#sentMs = null;
  }

  #beat(link: GatewayLink): void {
    const { clock, scheduler } = this.#context;
    this.#wait(link, clock.monotonicMs());
    scheduler.enqueue('account', () => {
      if (!link.usable) return;
      this.#sentMs = clock.monotonicMs();
      link.call((api) => api.reqCurrentTime());
    });
  }

  /** Waits for the answer as long as anything arrives, but not for ever. */
  #wait(link: GatewayLink, begunMs: number): void {
    const { clock, options } = this.#context;
    const heardBefore = link.bytesReceived;
    const leftMs = begunMs + options.heartbeatDeafMs - clock.monotonicMs();
    const waitMs = Math.max(0, Math.min(options.heartbeatTimeoutMs, leftMs));
    this.#stopPatience = fairDeadline(clock, waitMs, () => {
      const isDeaf = clock.monotonicMs() - begunMs >= options.heartbeatDeafMs;
      if (isDeaf || link.bytesReceived === heardBefore) this.#events.onSilence();
      else this.#wait(link, begunMs);
    });
  }

  #answered(link: GatewayLink, seconds: number): void {
    if (this.#sentMs === null) return;
    const { clock, options } = this.#context;
    const latencyMs = clock.monotonicMs() - this.#sentMs;
    this.#sentMs = null;
    this.#stopPatience();
    this.#stopTimer = clock.after(options.heartbeatIntervalMs, () => this.#beat(link));
    // The gateway says whole seconds: the middle of its second is the best guess.
    const offset = Number.isFinite(seconds) ? seconds * 1_000 + 500 - (clock.nowMs() - latencyMs / 2) : 0;
    this.#events.onBeat(Math.max(0, latencyMs), Math.round(offset));
  }
}
