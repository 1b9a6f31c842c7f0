import { appHost, appScheme } from './content-policy';

/** The file that a request for one of our pages means, or the reason to refuse it. */
export type AppUrlTarget =
  | { readonly kind: 'file'; readonly relativePath: string; readonly contentType: string }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 };

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
};

/**
 * Resolves a request of the app protocol. Only GET, only our host, only plain names below the page folder, only known
 * kinds of files. Pure.
 */
export function resolveAppUrl(address: string, method: string): AppUrlTarget {
  if (method !== 'GET') return { kind: 'refused', status: 405 };
  const url = URL.parse(address);
  if (url === null) return { kind: 'refused', status: 400 };
  if (url.protocol !== `${appScheme}:` || url.host !== appHost) return { kind: 'refused', status: 403 };
  let path: string;
  try {
    path = decodeURIComponent(url.pathname).replace(/^\/+/, '');
  } catch {
    return { kind: 'refused', status: 400 };
  }
  const relativePath = path === '' ? 'index.html' : path;
  const segments = relativePath.split('/');
  if (!segments.every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(segment)))
    return { kind: 'refused', status: 403 };
  const contentType = contentTypes[relativePath.slice(relativePath.lastIndexOf('.') + 1).toLowerCase()];
  return contentType === undefined
    ? { kind: 'refused', status: 404 }
    : { kind: 'file', relativePath, contentType };
}
