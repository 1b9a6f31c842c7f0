import type { Bulletin } from '../../world/news/bulletins';
import type { NewsItem, NewsProvider } from '../../world/news/news';
import { FieldWriter } from '../field-writer';
import { messageId } from '../message-ids';
import { dateText, timeText } from '../zone-time';

/** Article types of newsArticle: HTML and plain text are both 0, a PDF in Base64 is 1. */
const TEXT_ARTICLE = 0;

export function newsBulletinMessage({ number, type, text, exchange }: Bulletin): string {
  return new FieldWriter(messageId.newsBulletin).int(1).int(number).int(type).text(text).text(exchange).end();
}

export function newsProvidersMessage(providers: readonly NewsProvider[]): string {
  const writer = new FieldWriter(messageId.newsProviders).int(providers.length);
  for (const { code, name } of providers) writer.text(code).text(name);
  return writer.end();
}

export function newsArticleMessage(reqId: number, text: string): string {
  return new FieldWriter(messageId.newsArticle).int(reqId).int(TEXT_ARTICLE).text(text).end();
}

/** One headline that came out while a line was open. */
export function tickNewsMessage(reqId: number, item: NewsItem): string {
  return new FieldWriter(messageId.tickNews)
    .int(reqId)
    .int(item.atMs)
    .text(item.providerCode)
    .text(item.articleId)
    .text(item.headline)
    .text(`A:${subjectOf(item)}:L:en:K:n/a:C:n/a`)
    .end();
}

/** One headline of the past. Its text begins with what it is about, its time is in UTC, both as in recorded ones. */
export function historicalNewsMessage(reqId: number, item: NewsItem): string {
  return new FieldWriter(messageId.historicalNews)
    .int(reqId)
    .text(newsTimeText(item.atMs))
    .text(item.providerCode)
    .text(item.articleId)
    .text(`{A:${subjectOf(item)}:L:en}${item.headline}`)
    .end();
}

export function historicalNewsEndMessage(reqId: number, hasMore: boolean): string {
  return new FieldWriter(messageId.historicalNewsEnd).int(reqId).flag(hasMore).end();
}

/** `2026-07-31 13:53:52.0` in UTC. */
function newsTimeText(atMs: number): string {
  const date = dateText(atMs, 'UTC');
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)} ${timeText(atMs, 'UTC')}.0`;
}

function subjectOf({ conId }: NewsItem): string {
  return conId === 0 ? 'n/a' : String(conId);
}
