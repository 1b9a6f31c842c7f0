import { type KeychainReply, type KeychainRequest, keychainRequestSchema } from '../keychain-protocol';

/** The calls of keytar that are used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** The way to the process that started this one. */
export interface ParentLink {
  onMessage(listener: (message: unknown) => void): void;
  postMessage(reply: KeychainReply): void;
}

/**
 * Serves requests one after the other, never two at once: on Linux calls in parallel collide, and four that hang block
 * all file access of the process.
 * @param load loads the keychain's library, at the first request.
 */
export function serveKeychain(parent: ParentLink, load: () => Promise<Keychain>): void {
  let last = Promise.resolve();
  parent.onMessage((message) => {
    const request = keychainRequestSchema.safeParse(message);
    if (!request.success) return;
    last = last.then(async () => parent.postMessage(await answer(request.data, load)));
  });
}

async function answer(request: KeychainRequest, load: () => Promise<Keychain>): Promise<KeychainReply> {
  const { id } = request;
  let keychain: Keychain;
  try {
    keychain = await load();
  } catch (error) {
    return { type: 'no-library', id, message: messageOf(error) };
  }
  try {
    return { type: 'done', id, value: await perform(keychain, request) };
  } catch (error) {
    return { type: 'failed', id, message: messageOf(error) };
  }
}

async function perform(keychain: Keychain, request: KeychainRequest): Promise<string | null> {
  const { service, account } = request;
  switch (request.operation) {
    case 'get':
      return keychain.getPassword(service, account);
    case 'set':
      await keychain.setPassword(service, account, request.secret);
      return null;
    case 'delete':
      await keychain.deletePassword(service, account);
      return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
