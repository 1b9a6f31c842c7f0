import { DAY_MS, weekdayOf } from '../calendar/zone-time';
import type { Catalogue, SimInstrument } from '../listing';
import { hash32 } from '../prices/random';
import type { News, NewsItem, NewsPage, NewsProvider, NewsQuery } from './news';
import { makeStory, newsProviders } from './story';

/** News come out between 11:00 and 21:00 UTC, the waking hours of New York. */
const FIRST_HOUR_MS = 11 * 3_600_000;
const SPAN_MS = 10 * 3_600_000;
/** Days that a search without a beginning goes back. */
const DEEPEST_DAYS = 1_100;
const DAYS_AHEAD = 60;
/** Stories of one provider on one day: a company has none or few, the market as a whole several. */
const COMPANY_STORIES = [0, 0, 0, 1, 1, 2];
const MARKET_STORIES = 4;

/** News that follow from the seed alone: any day of any instrument can be asked for, and stays as it is. */
export class SimNews implements News {
  readonly providers: readonly NewsProvider[] = newsProviders;
  readonly #seed: number;
  readonly #catalogue: Pick<Catalogue, 'byConId'>;

  constructor(seed: number, catalogue: Pick<Catalogue, 'byConId'>) {
    this.#seed = seed;
    this.#catalogue = catalogue;
  }

  headlines(query: NewsQuery): NewsPage {
    const items: NewsItem[] = [];
    const lastDay = Math.floor(query.upToMs / DAY_MS);
    const firstDay = Math.max(Math.floor(query.afterMs / DAY_MS), lastDay - DEEPEST_DAYS);
    for (let day = lastDay; day >= firstDay; day--) {
      for (const item of this.#dayOf(query.conId, day).toReversed()) {
        const fits = item.atMs > query.afterMs && item.atMs <= query.upToMs;
        if (!fits || !query.providerCodes.includes(item.providerCode)) continue;
        if (items.length >= query.limit) return { items, hasMore: true };
        items.push(item);
      }
    }
    return { items, hasMore: false };
  }

  article(providerCode: string, articleId: string): string | undefined {
    const item = this.#itemOf(providerCode, articleId);
    if (item === undefined) return undefined;
    const story = makeStory(this.#subject(item.conId), providerCode, this.#keyOf(articleId));
    const body = story.paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('');
    return `<html><body>${body}</body></html>`;
  }

  next(conId: number, providerCodes: readonly string[], afterMs: number): NewsItem | undefined {
    const today = Math.floor(afterMs / DAY_MS);
    for (let day = today; day <= today + DAYS_AHEAD; day++) {
      const found = this.#dayOf(conId, day).find(
        (item) => item.atMs > afterMs && providerCodes.includes(item.providerCode),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The news of one day, oldest first. */
  #dayOf(conId: number, day: number): readonly NewsItem[] {
    const weekday = weekdayOf(day);
    const subject = this.#subject(conId);
    if (weekday === 0 || weekday === 6) return [];
    if (conId !== 0 && subject?.secType !== 'STK') return [];
    const items: NewsItem[] = [];
    newsProviders.forEach(({ code: providerCode }, provider) => {
      const chance = hash32(this.#seed, conId, day, provider);
      const stories = conId === 0 ? MARKET_STORIES : (COMPANY_STORIES[chance % COMPANY_STORIES.length] ?? 0);
      for (let number = 0; number < stories; number++) {
        const articleId = `${providerCode}$${idNumber(day, conId, number)}`;
        const key = this.#keyOf(articleId);
        const atMs = day * DAY_MS + FIRST_HOUR_MS + Math.floor((hash32(key, 4) % SPAN_MS) / 1_000) * 1_000;
        const { headline } = makeStory(subject, providerCode, key);
        items.push({ atMs, providerCode, articleId, conId, headline });
      }
    });
    return items.sort((a, b) => a.atMs - b.atMs);
  }

  #itemOf(providerCode: string, articleId: string): NewsItem | undefined {
    const match = /\$([0-9a-f]{4})([0-9a-f]{1,8})([0-9a-f])$/.exec(articleId);
    if (match === null) return undefined;
    const day = Number.parseInt(match[1] ?? '', 16);
    const conId = Number.parseInt(match[2] ?? '', 16);
    return this.#dayOf(conId, day).find(
      (item) => item.providerCode === providerCode && item.articleId === articleId,
    );
  }

  #subject(conId: number): SimInstrument | undefined {
    return conId === 0 ? undefined : this.#catalogue.byConId(conId);
  }

  #keyOf(articleId: string): number {
    let key = this.#seed;
    for (let index = 0; index < articleId.length; index++) key = hash32(key, articleId.charCodeAt(index));
    return key;
  }
}

/** Says the day, the instrument and which of its stories: an article is found again by its id alone. */
function idNumber(day: number, conId: number, number: number): string {
  return `${day.toString(16).padStart(4, '0')}${conId.toString(16)}${number.toString(16)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
