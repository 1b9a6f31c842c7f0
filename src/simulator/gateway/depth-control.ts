import type { DepthStyle } from '../world/depth/depth-operations';

/** What a subscription of market depth can be made to do. */
export interface DepthStream {
  /** Says 317 and sends the whole book again. */
  reset(): void;
  /** Says 316 and ends the stream. */
  halt(): void;
}

/** The handle of fault scripts on all market depth subscriptions of a gateway. */
export class DepthControl {
  readonly #streams = new Set<DepthStream>();
  /** How changes of books are told from now on. */
  style: DepthStyle = 'rows';

  add(stream: DepthStream): () => void {
    this.#streams.add(stream);
    return () => void this.#streams.delete(stream);
  }

  resetAll(): void {
    for (const stream of this.#streams) stream.reset();
  }

  haltAll(): void {
    for (const stream of this.#streams) stream.halt();
  }
}
