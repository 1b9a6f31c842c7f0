import type { GatewayMessage, GatewayMessageQuery } from '../../../shared/ipc/diagnostics-schemas';

/** Messages that are asked for at a time. */
const PAGE = 200;
/** Messages that the list holds; older ones are found by looking for them. */
export const MOST_SHOWN = 2_000;

/** What the trader chose to see. */
export interface MessageFilter {
  readonly direction: 'all' | 'sent' | 'received';
  readonly ordersOnly: boolean;
  readonly search: string;
}

export const everything: MessageFilter = { direction: 'all', ordersOnly: false, search: '' };

/** The question for one page of messages. Pure. */
export function queryOf(filter: MessageFilter, beforeSequence: number | null): GatewayMessageQuery {
  return {
    direction: filter.direction === 'all' ? null : filter.direction,
    ordersOnly: filter.ordersOnly,
    search: filter.search.trim().slice(0, 80),
    beforeSequence,
    limit: PAGE,
  };
}

/**
 * Puts a page of the newest messages on top of those that are shown; both newest first. A page that does not reach down
 * to them takes their place, because what lies between is not known. Pure.
 */
export function withNewest(
  shown: readonly GatewayMessage[],
  page: readonly GatewayMessage[],
): readonly GatewayMessage[] {
  const [top] = shown;
  const bottom = page.at(-1);
  if (top === undefined || bottom === undefined) return page;
  const fresh = page.filter((message) => message.sequence > top.sequence);
  if (fresh.length === 0) return shown;
  if (fresh.length === page.length && page.length === PAGE) return page;
  return [...fresh, ...shown].slice(0, MOST_SHOWN);
}

/** Puts a page of earlier messages below those that are shown. Pure. */
export function withEarlier(
  shown: readonly GatewayMessage[],
  page: readonly GatewayMessage[],
): readonly GatewayMessage[] {
  const last = shown.at(-1);
  const earlier = last === undefined ? page : page.filter((message) => message.sequence < last.sequence);
  return [...shown, ...earlier].slice(0, MOST_SHOWN);
}

/** True when there may be more before a page. */
export function isFullPage(page: readonly GatewayMessage[]): boolean {
  return page.length === PAGE;
}

/** The fields of a message in one line: `orderId 7, status Submitted`. Empty fields are left out. Pure. */
export function summaryOf(message: GatewayMessage): string {
  return message.fields
    .filter(({ value }) => value !== '')
    .slice(0, 24)
    .map(({ name, value }) => `${name} ${value}`)
    .join(', ');
}
