import { type Settings, settingsSchema } from '../../../shared/ipc/settings';

export type GatewayConnection = Settings['paper'];

/** The fields as they are typed. */
export interface ConnectionForm {
  readonly host: string;
  readonly port: string;
  readonly clientId: string;
}

export type ConnectionFormErrors = Readonly<Record<keyof ConnectionForm, string | null>>;

/** A form that was read: either a connection or what is wrong with which field. */
export type ConnectionFormOutcome =
  | { readonly ok: true; readonly connection: GatewayConnection }
  | { readonly ok: false; readonly errors: ConnectionFormErrors };

/** The form for a connection. */
export function formOf(connection: GatewayConnection): ConnectionForm {
  return {
    host: connection.host,
    port: String(connection.port),
    clientId: String(connection.clientId),
  };
}

/** True when two forms say the same, character by character. */
export function sameForm(one: ConnectionForm, other: ConnectionForm): boolean {
  return one.host === other.host && one.port === other.port && one.clientId === other.clientId;
}

/**
 * The form once a connection was saved: as it was saved, or as it is when somebody has typed on meanwhile.
 * @param sent the form that was saved.
 * @param now the form when the answer comes.
 */
export function formAfterSaving(
  sent: ConnectionForm,
  now: ConnectionForm,
  saved: GatewayConnection,
): ConnectionForm {
  return sameForm(sent, now) ? formOf(saved) : now;
}

/** Reads a form by the rules of the settings file. */
export function readForm(form: ConnectionForm): ConnectionFormOutcome {
  const parsed = settingsSchema.shape.paper.safeParse({
    host: form.host.trim(),
    port: wholeNumber(form.port),
    clientId: wholeNumber(form.clientId),
  });
  if (parsed.success) return { ok: true, connection: parsed.data };
  const wrong = (field: keyof ConnectionForm) => parsed.error.issues.some((issue) => issue.path[0] === field);
  return {
    ok: false,
    errors: {
      host: wrong('host') ? 'Enter a host name or address, such as 127.0.0.1.' : null,
      port: wrong('port') ? 'Enter a port from 1 to 65535.' : null,
      clientId: wrong('clientId') ? 'Enter a client id from 0 to 9999.' : null,
    },
  };
}

/** Reads whole numbers alone: `4002.0`, `4e3` and blanks are mistakes in a port. */
function wholeNumber(text: string): number {
  return /^\d{1,10}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}
