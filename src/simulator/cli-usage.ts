import { limitsHelp } from './limit-options';
import { defaultSettings, SPEED_RANGE, TICK_RATE_RANGE } from './simulator-settings';

/** What `--help` shows. */
export const usage = `Usage: npm run gateway -- [options]

Serves a simulated IB Gateway for any TWS API client: server versions 100 to 193, clients that ask
for more are answered with 193. docs/simulator.md says how to use it and how to make it fail.

Where it listens
  --port <number>       TCP port, 0 for any free one (default 4002)
  --host <address>      address to listen on (default 127.0.0.1)
  --path <path>         listen on a unix domain socket or named pipe instead

The market
  --seed <number>       the same seed gives the same prices (default ${defaultSettings.seed})
  --speed <factor>      how much faster than real time, ${SPEED_RANGE.minimum} to ${SPEED_RANGE.maximum} (default ${defaultSettings.speed})
  --start <time>        start of the simulated clock, for example 2026-10-05T14:30:00Z
                        (default: a trading day at 10:30 New York time)
  --tick-rate <number>  market events a second of the busiest stock, ${TICK_RATE_RANGE.minimum} to ${TICK_RATE_RANGE.maximum} (default ${defaultSettings.tickRate})

  --market-data <what>  what the login has subscribed to: live, delayed or none (default live)

The account
  --account <id>        DU or DF and six to eight digits, or U and as many for one that looks
                        live (default ${defaultSettings.accountId})
  --cash <amount>       start cash in the base currency (default ${defaultSettings.cash})
  --base-currency <c>   base currency of the account (default USD)
  --positions <list>    what it holds at the start, for example AAPL=100,MSFT=-50, or none
                        (default AAPL=100: some clients wait for a first position)
  --read-only           refuse everything about orders with 321, as a Gateway set to read-only

Limits (error codes in brackets)
  --limits <list>       for example marketDataLines=10,historicalPacing=off; a number may be none
  --no-limits           none at all, but for those in --limits
${limitsHelp()}

Faults
  --faults <file>       fault script in JSON: what breaks, and when. While it runs, each line on
                        the standard input is a command:
    <name>              the steps that wait for this command
    {"kind": ...}       a fault, at once; forMs and clientId may stand beside the kind
    mend                ends the script and everything that breaks
    SIGUSR2             is the command "signal" (not on Windows)

  --help                show this text

Examples
  npm run gateway -- --port 7497 --seed 7
  npm run gateway -- --speed 60 --start 2026-10-05T13:25:00Z
  npm run gateway -- --account U1234567 --read-only
  npm run gateway -- --limits messagesPerSecond=none,marketDataLines=3
  npm run gateway -- --faults nightly-restart.json
`;
