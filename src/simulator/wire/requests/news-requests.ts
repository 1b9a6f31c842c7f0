import type { FieldReader } from '../field-reader';
import { requestId } from '../message-ids';
import type { RequestLayouts } from './request-layout';

export type NewsRequest =
  | {
      readonly kind: 'reqNewsBulletins' /** Those of the day too, not only new ones. */;
      readonly all: boolean;
    }
  | { readonly kind: 'cancelNewsBulletins' }
  | { readonly kind: 'reqNewsProviders' }
  | {
      readonly kind: 'reqNewsArticle';
      readonly reqId: number;
      readonly providerCode: string;
      readonly articleId: string;
    }
  | {
      readonly kind: 'reqHistoricalNews';
      readonly reqId: number;
      readonly conId: number;
      /** Separated by `+`. */
      readonly providerCodes: string;
      /** Empty for no bound. */
      readonly startTime: string;
      readonly endTime: string;
      readonly totalResults: number;
    };

export const newsLayouts: RequestLayouts<NewsRequest> = [
  [requestId.reqNewsBulletins, { name: 'reqNewsBulletins', idPosition: 0, read: readNewsBulletins }],
  [
    requestId.cancelNewsBulletins,
    { name: 'cancelNewsBulletins', idPosition: 0, read: () => ({ kind: 'cancelNewsBulletins' }) },
  ],
  [
    requestId.reqNewsProviders,
    { name: 'reqNewsProviders', idPosition: 0, read: () => ({ kind: 'reqNewsProviders' }) },
  ],
  [requestId.reqNewsArticle, { name: 'reqNewsArticle', idPosition: 1, read: readNewsArticle }],
  [requestId.reqHistoricalNews, { name: 'reqHistoricalNews', idPosition: 1, read: readHistoricalNews }],
];

function readNewsBulletins(reader: FieldReader): NewsRequest {
  reader.skip('version');
  return { kind: 'reqNewsBulletins', all: reader.readBoolean('allMsgs') };
}

function readNewsArticle(reader: FieldReader): NewsRequest {
  return {
    kind: 'reqNewsArticle',
    reqId: reader.readInt('reqId'),
    providerCode: reader.readText('providerCode'),
    articleId: reader.readText('articleId'),
  };
}

function readHistoricalNews(reader: FieldReader): NewsRequest {
  return {
    kind: 'reqHistoricalNews',
    reqId: reader.readInt('reqId'),
    conId: reader.readInt('conId'),
    providerCodes: reader.readText('providerCodes'),
    startTime: reader.readText('startDateTime'),
    endTime: reader.readText('endDateTime'),
    totalResults: reader.readInt('totalResults'),
  };
}
