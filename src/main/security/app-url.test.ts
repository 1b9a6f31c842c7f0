import { describe, expect, it } from 'vitest';
import { resolveAppUrl } from './app-url';
import { isAllowedRequest } from './request-filter';

describe('the app protocol', () => {
  it('serves files of ours by name', () => {
    expect(resolveAppUrl('app://tradewind/', 'GET')).toMatchObject({
      kind: 'file',
      relativePath: 'index.html',
    });
    expect(resolveAppUrl('app://tradewind/assets/index-abc.js', 'GET')).toMatchObject({
      relativePath: 'assets/index-abc.js',
      contentType: 'text/javascript; charset=utf-8',
    });
  });

  it('keeps dot segments inside the page folder', () => {
    expect(resolveAppUrl('app://tradewind/%2e%2e/%2e%2e/secret.json', 'GET')).toMatchObject({
      relativePath: 'secret.json',
    });
  });

  it.each([
    ['POST', 'app://tradewind/index.html', 405],
    ['GET', 'app://elsewhere/index.html', 403],
    ['GET', 'https://tradewind/index.html', 403],
    ['GET', 'app://tradewind/..%2fsecret.json', 403],
    ['GET', 'app://tradewind/assets/%00.js', 403],
    ['GET', 'app://tradewind/a\\..\\b.js', 403],
    ['GET', 'app://tradewind/%E0%A4%A', 400],
    ['GET', 'app://tradewind/journal.db', 404],
    ['GET', 'not an address', 400],
  ])('refuses %s %s', (method, address, status) => {
    const target = resolveAppUrl(address, method);
    expect(target.kind === 'refused' ? target.status : target).toBe(status);
  });
});

describe('the request filter', () => {
  it.each(['app://tradewind/index.html', 'devtools://devtools/bundled/x.js', 'data:image/png;base64,AA'])(
    'lets %s pass',
    (address) => {
      expect(isAllowedRequest(address, null)).toBe(true);
    },
  );

  it.each([
    'https://example.com/',
    'http://127.0.0.1:5173/',
    'ws://127.0.0.1:5173/',
    'file:///etc/passwd',
    'nonsense',
  ])('cancels %s', (address) => {
    expect(isAllowedRequest(address, null)).toBe(false);
  });

  it('lets the development server pass where there is one, and nothing beside it', () => {
    expect(isAllowedRequest('http://localhost:5173/main.tsx', 'http://localhost:5173')).toBe(true);
    expect(isAllowedRequest('ws://localhost:5173/', 'http://localhost:5173')).toBe(true);
    expect(isAllowedRequest('http://localhost:5174/main.tsx', 'http://localhost:5173')).toBe(false);
  });
});
