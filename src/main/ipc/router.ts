import type * as z from 'zod';
import { err, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import {
  isRequestName,
  type RequestName,
  type RequestOutput,
  requestNames,
  requests,
} from '../../shared/ipc/requests';
import type { Logger } from '../platform/logger';
import { isTrustedSender, mayAsk, type Sender, type TrustedSenders } from './sender-guard';

type ParsedInput<N extends RequestName> = z.output<(typeof requests)[N]['input']>;
type Answer<N extends RequestName> = Result<RequestOutput<N>, RequestError>;

/** One handler per request; leaving one out does not compile. Handlers answer, they do not throw. */
export type RequestHandlers = {
  readonly [N in RequestName]: (input: ParsedInput<N>) => Promise<Answer<N>> | Answer<N>;
};

type Definitions = {
  readonly [N in RequestName]: {
    readonly input: z.ZodType<ParsedInput<N>>;
    readonly output: z.ZodType<RequestOutput<N>>;
  };
};

export interface RouterDeps {
  readonly handlers: RequestHandlers;
  readonly trusted: TrustedSenders;
  /** Parse answers too: in development and tests. */
  readonly checkOutputs: boolean;
  readonly log: Logger;
}

/** Takes one message of a renderer from anywhere to its handler. */
export interface Router {
  dispatch(sender: Sender, name: unknown, input: unknown): Promise<Result<unknown, RequestError>>;
}

/** Guards, parses and routes requests. Never rejects: every failure is an answer. */
export function createRouter(deps: RouterDeps): Router {
  const definitions: Definitions = requests;
  const routes = new Map<RequestName, (input: unknown) => Promise<Result<unknown, RequestError>>>();
  const add = <N extends RequestName>(name: N): void => {
    routes.set(name, async (raw) => {
      const input = definitions[name].input.safeParse(raw);
      if (!input.success) {
        deps.log.warn('request refused: bad input', {
          name,
          issues: input.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
        });
        return err(invalidInput(input.error));
      }
      const answer = await deps.handlers[name](input.data);
      if (deps.checkOutputs && answer.ok) definitions[name].output.parse(answer.value);
      return answer;
    });
  };
  for (const name of requestNames) add(name);

  return {
    async dispatch(sender, name, input) {
      if (!isTrustedSender(sender, deps.trusted)) {
        deps.log.error('request refused: unknown sender', {
          frameUrl: sender.frameUrl,
          isTopFrame: sender.isTopFrame,
        });
        return err({ code: 'forbidden', text: 'This page may not ask that.' });
      }
      const route = typeof name === 'string' && isRequestName(name) ? routes.get(name) : undefined;
      if (typeof name !== 'string' || !isRequestName(name) || route === undefined) {
        return err({ code: 'invalid-input', text: 'There is no such request.' });
      }
      if (!mayAsk(sender, requests[name].capability, deps.trusted)) {
        deps.log.error('request refused: not for this window', { name });
        return err({ code: 'forbidden', text: 'This window may not ask that.' });
      }
      try {
        return await route(input);
      } catch (error) {
        deps.log.error('request failed', {
          name,
          error: error instanceof Error ? error.stack : String(error),
        });
        return err({
          code: 'internal',
          text: 'Something went wrong inside Tradewind. The log has the details; nothing was sent twice.',
        });
      }
    },
  };
}

function invalidInput(error: z.ZodError): RequestError {
  const fields = error.issues
    .slice(0, 20)
    .map((issue) => ({ field: issue.path.join('.').slice(0, 60), text: issue.message.slice(0, 300) }));
  return { code: 'invalid-input', text: 'Some of the input cannot be used.', fields };
}
