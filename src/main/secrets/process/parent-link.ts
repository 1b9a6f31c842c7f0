import * as z from 'zod';
import type { ParentLink } from './keychain-server';

/** Electron's `process.parentPort`, which exists in a utility process only. */
const parentPortSchema = z.object({
  on: z.custom<(event: 'message', listener: (event: { readonly data: unknown }) => void) => void>(isFunction),
  postMessage: z.custom<(message: unknown) => void>(isFunction),
});

/** The parent of this process, be it a utility process of Electron or one forked by Node. */
export function findParent(): ParentLink {
  const found: unknown = Reflect.get(process, 'parentPort');
  if (parentPortSchema.safeParse(found).success) return linkToPort(parentPortSchema.parse(found), found);
  return {
    onMessage: (listener) => {
      process.on('message', listener);
    },
    postMessage: (reply) => {
      process.send?.(reply);
    },
  };
}

function linkToPort(port: z.infer<typeof parentPortSchema>, self: unknown): ParentLink {
  return {
    onMessage: (listener) => {
      port.on.call(self, 'message', (event) => listener(event.data));
    },
    postMessage: (reply) => {
      port.postMessage.call(self, reply);
    },
  };
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
