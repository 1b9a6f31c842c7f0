import { originOf } from '../ipc/sender-guard';
import { appScheme } from './content-policy';

/** True for our own pages, for the developer tools, and for the development server where there is one. Pure. */
export function isAllowedRequest(address: string, devOrigin: string | null): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  if (
    url.protocol === `${appScheme}:` ||
    url.protocol === 'devtools:' ||
    url.protocol === 'data:' ||
    url.protocol === 'blob:'
  )
    return true;
  if (devOrigin === null) return false;
  return originOf(address) === devOrigin || originOf(address) === devOrigin.replace(/^http/, 'ws');
}
