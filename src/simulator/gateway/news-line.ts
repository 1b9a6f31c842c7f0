import * as messages from '../wire/messages/news-messages';
import type { ContractQuery, World } from '../world/world';
import type { Client } from './client';

/** Headlines that a new line gets at once, from the days before it. */
const HEADLINES_AT_FIRST = 5;
const LOOK_BACK_MS = 4 * 86_400_000;

/** What the generic tick list says about news: `292` for every provider, `292:BRFG+DJNL` for those named. */
export function newsProvidersAsked(genericTicks: string, subscribed: readonly string[]): readonly string[] {
  const asked = new Set<string>();
  for (const item of genericTicks.split(',')) {
    const [number, named] = item.trim().split(':');
    if (number !== '292') continue;
    for (const code of named === undefined ? subscribed : named.split('+')) asked.add(code);
  }
  return subscribed.filter((code) => asked.has(code));
}

/** `mdoff` in a generic tick list: none of the ticks that every line has. */
export function topOfBookOff(genericTicks: string): boolean {
  return genericTicks.split(',').some((item) => item.trim() === 'mdoff');
}

/** The provider whose whole feed a contract like `BRFG:BRFG_ALL` of type NEWS means; undefined when there is none. */
export function newsFeedOf({ symbol, exchange }: ContractQuery, world: World): string | undefined {
  const [head = ''] = symbol.split(':');
  const { providers } = world.news;
  const feed = providers.find(({ code }) => code === head && (exchange === '' || exchange === code));
  return feed?.code;
}

/** Sends the news about one instrument, or about the market as a whole (conId 0), as they come out. */
export class NewsLine {
  readonly #client: Client;
  readonly #world: World;
  readonly #reqId: number;
  readonly #conId: number;
  readonly #providerCodes: readonly string[];
  #cancel: () => void = () => undefined;

  /** Sends the newest headlines at once. */
  constructor(
    client: Client,
    world: World,
    about: { readonly reqId: number; readonly conId: number; readonly providerCodes: readonly string[] },
  ) {
    this.#client = client;
    this.#world = world;
    this.#reqId = about.reqId;
    this.#conId = about.conId;
    this.#providerCodes = about.providerCodes;
    const nowMs = world.clock.nowMs();
    const { items } = world.news.headlines({
      conId: this.#conId,
      providerCodes: this.#providerCodes,
      afterMs: nowMs - LOOK_BACK_MS,
      upToMs: nowMs,
      limit: HEADLINES_AT_FIRST,
    });
    for (const item of items.toReversed()) client.send(messages.tickNewsMessage(this.#reqId, item));
    this.#plan(nowMs);
  }

  stop(): void {
    this.#cancel();
  }

  #plan(afterMs: number): void {
    const item = this.#world.news.next(this.#conId, this.#providerCodes, afterMs);
    if (item === undefined) return;
    this.#cancel = this.#world.clock.schedule(item.atMs, () => {
      this.#plan(item.atMs);
      this.#client.send(messages.tickNewsMessage(this.#reqId, item));
    });
  }
}
