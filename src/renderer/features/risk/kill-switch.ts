import { useSettings } from '../../app/settings-store';
import { request } from '../../lib/ipc-client';
import { announce } from '../../ui';

/** Halts trading and cancels every order; the settings say whether positions are closed as well. */
export async function pressKillSwitch(): Promise<void> {
  const flatten = useSettings.getState().settings.killSwitchFlattens;
  const answer = await request('trading.kill', { flatten });
  if (!answer.ok) {
    announce(`The kill switch did not work. ${answer.error.text} Cancel in TWS.`, 'assertive');
    return;
  }
  const { problems, closing } = answer.value;
  const closed = closing === 0 ? '' : ` ${closing} positions are being closed.`;
  announce(
    problems.length === 0
      ? `Trading is halted, and every order is being cancelled.${closed}`
      : `Trading is halted.${closed} ${problems.join(' ')}`,
    'assertive',
  );
}
