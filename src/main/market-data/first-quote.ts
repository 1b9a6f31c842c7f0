import type { ConId } from '../../shared/domain/instrument';
import type { Quote } from '../../shared/domain/quote';
import type { Clock } from '../platform/clock';
import type { Quotes } from './quotes';

/** True when a quote says something: a price, or why there is none. */
function speaks({ bid, ask, last, notice }: Quote): boolean {
  return bid !== null || ask !== null || last !== null || notice !== null;
}

/**
 * What is known of a market; for one that nobody watched, what its first word is, waiting at most `longestMs`. The quote
 * is as it is when the time is over, perhaps without any price.
 */
export async function firstQuote(
  quotes: Pick<Quotes, 'get' | 'watch' | 'onChange'>,
  clock: Clock,
  conId: ConId,
  longestMs: number,
): Promise<Quote> {
  const known = quotes.get(conId);
  if (speaks(known)) return known;
  const watch = quotes.watch(conId);
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      stopTimer();
      stopListening();
      resolve();
    };
    const stopTimer = clock.after(longestMs, finish);
    const stopListening = quotes.onChange((changed) => {
      if (changed === conId && speaks(quotes.get(conId))) finish();
    });
  });
  const quote = quotes.get(conId);
  watch.unsubscribe();
  return quote;
}
