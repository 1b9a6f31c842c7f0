import * as messages from '../wire/messages/news-messages';
import type { NewsRequest } from '../wire/requests/news-requests';
import { parseMoment } from '../wire/zone-time';
import type { World } from '../world/world';
import { type Client, refuseRequest, sendError } from './client';

/** The most headlines that TWS gives at a time. */
const MOST_RESULTS = 300;

type HistoricalNewsRequest = Extract<NewsRequest, { kind: 'reqHistoricalNews' }>;

/** Answers one client about news: providers, headlines of the past, articles and bulletins. */
export class NewsDesk {
  readonly #client: Client;
  readonly #world: World;
  #stopBulletins: () => void = () => undefined;

  constructor(client: Client, world: World) {
    this.#client = client;
    this.#world = world;
  }

  answer(request: NewsRequest): void {
    switch (request.kind) {
      case 'reqNewsProviders':
        this.#client.send(messages.newsProvidersMessage(this.#world.news.providers));
        return;
      case 'reqHistoricalNews':
        this.#answerHistoricalNews(request);
        return;
      case 'reqNewsArticle':
        this.#answerArticle(request);
        return;
      case 'reqNewsBulletins':
        this.#openBulletins(request.all);
        return;
      case 'cancelNewsBulletins':
        this.close();
    }
  }

  close(): void {
    this.#stopBulletins();
    this.#stopBulletins = () => undefined;
  }

  #openBulletins(all: boolean): void {
    const { bulletins } = this.#world;
    this.close();
    if (all)
      for (const bulletin of bulletins.all()) this.#client.send(messages.newsBulletinMessage(bulletin));
    this.#stopBulletins = bulletins.subscribe((bulletin) => {
      this.#client.send(messages.newsBulletinMessage(bulletin));
    });
  }

  #answerArticle({ reqId, providerCode, articleId }: Extract<NewsRequest, { kind: 'reqNewsArticle' }>): void {
    const text = this.#world.news.article(providerCode, articleId);
    if (text === undefined) {
      sendError(this.#client, reqId, 10172, 'Failed to request news article: No data available');
      return;
    }
    this.#client.send(messages.newsArticleMessage(reqId, text));
  }

  #answerHistoricalNews(request: HistoricalNewsRequest): void {
    const { reqId, conId, totalResults } = request;
    const { news, clock } = this.#world;
    const providerCodes = request.providerCodes.split('+').map((code) => code.trim());
    const foreign = providerCodes.find((code) => !news.providers.some((provider) => provider.code === code));
    if (foreign !== undefined) {
      refuseRequest(this.#client, reqId, `Not subscribed to news provider '${foreign.slice(0, 40)}'`);
      return;
    }
    const afterMs = momentOf(request.startTime, Number.NEGATIVE_INFINITY);
    const upToMs = momentOf(request.endTime, clock.nowMs());
    if (afterMs === undefined || upToMs === undefined) {
      refuseRequest(this.#client, reqId, 'Invalid date/time, the format is yyyy-MM-dd HH:mm:ss.0');
      return;
    }
    if (totalResults <= 0) {
      refuseRequest(this.#client, reqId, `Invalid number of results ${totalResults}`);
      return;
    }
    const limit = Math.min(totalResults, MOST_RESULTS);
    const end = Math.min(upToMs, clock.nowMs());
    const page = news.headlines({ conId, providerCodes, afterMs, upToMs: end, limit });
    for (const item of page.items) this.#client.send(messages.historicalNewsMessage(reqId, item));
    this.#client.send(messages.historicalNewsEndMessage(reqId, page.hasMore));
  }
}

/** Reads `2026-06-01 00:00:00.0` and the forms of other requests, in UTC unless a zone is named. */
function momentOf(text: string, whenEmpty: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'null') return whenEmpty;
  const compact = trimmed.replace(/^(\d{4})-(\d{2})-(\d{2})/, '$1$2$3').replace(/(:\d{2})\.\d{1,3}/, '$1');
  return parseMoment(compact, 'UTC');
}
