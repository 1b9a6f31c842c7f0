import type { Notice } from '../../shared/ipc/streams';

/** How many messages are kept for a window that opens later. */
const capacity = 500;

/** The messages of the session, newest last. */
export class NoticeLog {
  private notices: Notice[] = [];
  private sequence = 0;
  private readonly listeners = new Set<(notice: Notice) => void>();
  private readonly nowMs: () => number;

  /** @param nowMs the time of the machine, UTC ms. */
  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  add(source: Notice['source'], severity: Notice['severity'], code: number | null, text: string): void {
    this.sequence += 1;
    const notice: Notice = {
      sequence: this.sequence,
      atMs: this.nowMs(),
      severity,
      source,
      code,
      text: text.slice(0, 1_000),
    };
    this.notices.push(notice);
    if (this.notices.length > capacity) this.notices.shift();
    for (const listener of this.listeners) listener(notice);
  }

  all(): readonly Notice[] {
    return this.notices;
  }

  listen(listener: (notice: Notice) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
