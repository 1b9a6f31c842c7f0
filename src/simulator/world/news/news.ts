/** What the news services of the simulated world offer. */

export interface NewsProvider {
  /** `BRFG`, as requests and ticks name it. */
  readonly code: string;
  readonly name: string;
}

/** One headline. */
export interface NewsItem {
  /** When it came out, milliseconds since the epoch. */
  readonly atMs: number;
  readonly providerCode: string;
  /** The provider code, `$` and a number; it stays the same for good. */
  readonly articleId: string;
  /** The instrument that it is about, 0 for the market as a whole. */
  readonly conId: number;
  readonly headline: string;
}

export interface NewsQuery {
  /** 0 for news about the market as a whole. */
  readonly conId: number;
  readonly providerCodes: readonly string[];
  /** Exclusive. */
  readonly afterMs: number;
  /** Inclusive; what lies in the future is not known yet. */
  readonly upToMs: number;
  readonly limit: number;
}

export interface NewsPage {
  /** Newest first. */
  readonly items: readonly NewsItem[];
  /** There are older ones in the time asked for. */
  readonly hasMore: boolean;
}

export interface News {
  /** The providers that the account is subscribed to. */
  readonly providers: readonly NewsProvider[];
  headlines(query: NewsQuery): NewsPage;
  /** The text of an article as HTML; undefined when there is none with this id. */
  article(providerCode: string, articleId: string): string | undefined;
  /** The first headline after a moment, which may lie in the future; undefined when none comes within two months. */
  next(conId: number, providerCodes: readonly string[], afterMs: number): NewsItem | undefined;
}
