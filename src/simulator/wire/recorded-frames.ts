import recording from './gateway-frames-193.json';

/** One frame that a real gateway sent at server version 193. */
export interface RecordedFrame {
  readonly label: string;
  readonly fields: readonly string[];
}

/** The recorded frames with this label, in their order; throws when the recording has none. */
export function recordedFrames(label: string): readonly RecordedFrame[] {
  const frames = recording.frames.filter((frame) => frame.label === label);
  if (frames.length === 0) throw new Error(`the recording has no frame '${label}'`);
  return frames;
}

/** The fields of the only, or first, recorded frame with this label. */
export function recordedFields(label: string): readonly string[] {
  const [frame] = recordedFrames(label);
  return frame?.fields ?? [];
}

/** The fields of a payload as they stand on the wire. */
export function fieldsOf(payload: string): readonly string[] {
  return payload.split('\0').slice(0, -1);
}
