/** Fields of ERR_MSG: `4`, version, id, code, text, advancedOrderReject. */
const rejectField = 5;

/**
 * The library parses the advancedOrderReject field of an error message as JSON and lets the exception out of its
 * decoder. Nothing of ours reads that field, so it is emptied whenever it holds something; IB's code and sentence
 * are kept. Takes a whole frame of an error message and returns its replacement, or null when it is fine as it is.
 */
export function repairErrorFrame(frame: Buffer): Buffer | null {
  // The common case: the last field is empty, so that the frame ends in two NULs.
  if (frame[frame.length - 2] === 0) return null;
  const fields = frame.toString('utf8', 4, frame.length - 1).split('\0');
  if (fields.length <= rejectField) return null;
  return frameOf([...fields.slice(0, rejectField), '']);
}

/** A frame as it travels: length prefix, fields, NUL after each. */
export function frameOf(fields: readonly string[]): Buffer {
  const body = Buffer.from(`${fields.join('\0')}\0`, 'utf8');
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, 4);
  return frame;
}
