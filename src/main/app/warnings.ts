import type { AppStatus } from '../../shared/ipc/streams';

type Warning = AppStatus['warnings'][number];

/** Sentences above the window that stay until they are no longer true. */
export class Warnings {
  private readonly texts = new Map<string, string>();
  private readonly listeners = new Set<() => void>();

  /** Shows `text` under `id`, or takes it away with null. */
  set(id: string, text: string | null): void {
    if ((this.texts.get(id) ?? null) === text) return;
    if (text === null) this.texts.delete(id);
    else this.texts.set(id, text);
    for (const listener of this.listeners) listener();
  }

  all(): Warning[] {
    return Array.from(this.texts, ([id, text]) => ({ id, text })).slice(0, 20);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
