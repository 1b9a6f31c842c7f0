import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import type { Logger } from '../platform/logger';
import { resolveAppUrl } from './app-url';
import { appScheme, contentPolicy } from './content-policy';

/** Makes `app:` a secure, standard scheme. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the pages from `directory` in a session. */
export function serveAppPages(session: Session, directory: string, log: Logger): void {
  session.protocol.handle(appScheme, async (request) => {
    const target = resolveAppUrl(request.url, request.method);
    if (target.kind === 'refused') return new Response(null, { status: target.status });
    try {
      const body = await readFile(join(directory, target.relativePath));
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': target.contentType,
          'content-security-policy': contentPolicy,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
        },
      });
    } catch (error) {
      log.error('page file missing', { path: target.relativePath, error: String(error) });
      return new Response(null, { status: 404 });
    }
  });
}
