import { faultSchema } from './faults/fault-script-schema';
import type { FaultControl } from './faults/gateway-faults';
import * as z from 'zod';

const MEND = 'mend';

const optionsSchema = z.object({
  forMs: z.number().min(0).optional(),
  clientId: z.number().int().min(0).optional(),
});

/** Carries out one line of the standard input, and answers in a sentence; empty for an empty line. */
export function runFaultCommand(faults: FaultControl, line: string): string {
  const text = line.trim();
  if (text === '') return '';
  if (text === MEND) {
    faults.mend();
    return 'Nothing is broken any more.';
  }
  if (text.startsWith('{')) return inject(faults, text);
  const steps = faults.run(text);
  return steps === 0
    ? `No step waits for '${text}'.`
    : `'${text}' set off ${steps} step${steps === 1 ? '' : 's'}.`;
}

function inject(faults: FaultControl, text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'That is no JSON.';
  }
  const options = optionsSchema.safeParse(value);
  if (!options.success) return `That is no fault: ${problemOf(options.error)}`;
  const { forMs, clientId } = options.data;
  const fault = faultSchema.safeParse(withoutOptions(value));
  if (!fault.success) return `That is no fault: ${problemOf(fault.error)}`;
  faults.inject(fault.data, {
    ...(forMs === undefined ? {} : { forMs }),
    ...(clientId === undefined ? {} : { clientId }),
  });
  return `${fault.data.kind} has struck.`;
}

function withoutOptions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'forMs' && key !== 'clientId'));
}

function problemOf(error: z.ZodError): string {
  return z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ');
}
