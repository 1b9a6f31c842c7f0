import { serveKeychain } from './keychain-server';
import { findParent } from './parent-link';

// A parent that is gone leaves nobody to answer, and a call that hangs would keep this process for ever.
process.on('disconnect', () => process.exit(0));

serveKeychain(findParent(), async () => (await import('keytar')).default);
