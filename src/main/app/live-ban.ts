import type { Logger } from '../platform/logger';
import type { DocumentStore } from '../storage/storage';

const name = 'live.forbidden';

/**
 * That Live is forbidden stands in the settings and among the documents beside the journal: a settings file that is lost
 * does not allow it again. True when either says so; then both do afterwards.
 */
export async function agreeOnLiveBan(
  storage: DocumentStore,
  forbiddenBySettings: boolean,
  log: Logger,
): Promise<boolean> {
  try {
    const kept = await storage.getDocument(name);
    if (forbiddenBySettings && kept !== true) await storage.putDocument(name, true);
    return forbiddenBySettings || kept === true;
  } catch (error) {
    log.error('whether Live is forbidden could not be compared', { error: String(error) });
    return forbiddenBySettings;
  }
}
