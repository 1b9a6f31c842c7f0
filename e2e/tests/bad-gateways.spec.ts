import {
  answerLikeWebServer,
  answerWithVersion,
  frame,
  greetLikeMailServer,
  staySilent,
  Stranger,
  unusedPort,
} from '../gateway/strangers';
import { ApiClient } from '../gateway/api-client';
import { TamperingProxy } from '../gateway/tampering-proxy';
import { expectProblem, expectReady, type Problem, problemDeadlineMs } from '../window/connection';
import { SettingsDialog } from '../window/settings';
import { Watchlist } from '../window/watchlist';
import { expect, test } from '../terminal-test';

const strangers: readonly {
  readonly what: string;
  readonly meet: Parameters<typeof Stranger.listen>[0];
  readonly problem: Problem;
}[] = [
  {
    what: 'a web server',
    meet: answerLikeWebServer,
    problem: { cause: /neither TWS nor IB Gateway/, advice: /Check the port in the settings/ },
  },
  {
    what: 'a mail server, which speaks first',
    meet: greetLikeMailServer,
    problem: { cause: /neither TWS nor IB Gateway/, advice: /Check the port in the settings/ },
  },
  {
    what: 'a server that accepts and says nothing',
    meet: staySilent,
    problem: { cause: /does not answer/, advice: /Check host and port in the settings/ },
  },
  {
    what: 'a gateway that is too old',
    meet: answerWithVersion(76),
    problem: { cause: /speaks version 76 of the API/, advice: /Install a current stable version/ },
  },
  {
    what: 'a gateway that is too new',
    meet: answerWithVersion(400),
    problem: { cause: /speaks version 400 of the API/, advice: /Install a current stable version/ },
  },
];

test.describe('a gateway in the settings that cannot be used', () => {
  test('is told with cause and advice within 5 seconds, and the right one works afterwards', async ({
    paperAppBySettings,
    gateway,
  }) => {
    const { window } = paperAppBySettings;
    const settings = new SettingsDialog(window);
    await expectReady(window);

    await test.step('a port on which nothing listens', async () => {
      await settings.connectPaperTo({ port: await unusedPort() });
      await expectProblem(window, {
        cause: /Nothing accepts connections at 127\.0\.0\.1:\d+/,
        advice: /Start TWS or IB Gateway/,
      });
    });
    for (const { what, meet, problem } of strangers) {
      await test.step(what, async () => {
        const stranger = await Stranger.listen(meet);
        await settings.connectPaperTo({ port: stranger.port });
        await expectProblem(window, problem);
        await stranger.close();
      });
    }
    await test.step('a client id that another program uses', async () => {
      const other = await ApiClient.connect(gateway.port, 5);
      await settings.connectPaperTo({ port: String(gateway.port), clientId: '5' });
      await expectProblem(window, {
        cause: /Client id 5 is already in use/,
        advice: /choose another client id in the settings/,
      });
      other.disconnect();
      await expectReady(window);
    });
  });
});

test('a first start without a gateway tells why, and goes on when there is one', async ({
  launch,
  startGateway,
}) => {
  const port = await unusedPort();
  const { window } = await launch({ options: ['--profile', 'paper', '--gateway', `127.0.0.1:${port}`] });
  const ticket = window.getByTestId('ticket-panel');
  await expect(ticket).toContainText(/Nothing accepts connections at 127\.0\.0\.1/, {
    timeout: problemDeadlineMs,
  });
  await expect(ticket).toContainText(/Start TWS or IB Gateway/);
  await startGateway({ port: Number(port) });
  await expectReady(window);
  await expect(ticket.getByRole('button', { name: 'Place order' })).toBeEnabled();
  await expect(new Watchlist(window).value('AAPL', 'last')).toHaveText(/\d/);
});

test('malformed messages end the connection, not the app, and it connects again', async ({
  launch,
  gateway,
}) => {
  const proxy = await TamperingProxy.start(gateway.port);
  const { window } = await launch({
    options: ['--profile', 'paper', '--gateway', `127.0.0.1:${proxy.port}`],
  });
  const watchlist = new Watchlist(window);
  const malformed: readonly [what: string, bytes: Buffer][] = [
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xf0, 0x31, 0x00])],
    ['a length of two gigabytes', Buffer.from([0x7f, 0xff, 0xff, 0xff, 0x31, 0x00])],
    ['a message without an end', Buffer.concat([Buffer.from([0, 0, 0, 4]), Buffer.from('abcd')])],
  ];
  for (const [what, bytes] of malformed) {
    await test.step(what, async () => {
      await expectReady(window);
      proxy.inject(bytes);
      await expect(window.getByTestId('ticket-panel')).toContainText(/cannot be understood/, {
        timeout: 5_000,
      });
      await expectReady(window);
      await watchlist.select('MSFT');
      await expect(window.getByTestId('ticket-panel')).toContainText('MICROSOFT');
      await watchlist.select('AAPL');
      await expect(window.getByTestId('ticket-panel')).toContainText('APPLE');
    });
  }
  await test.step('a message that is cut off', async () => {
    proxy.truncate(frame('4\x002\x00').subarray(0, 6));
    await expect(window.getByTestId('ticket-panel')).toContainText(/The connection to .* was lost/, {
      timeout: 5_000,
    });
    await expectReady(window);
  });
  await test.step('messages of unknown kinds and with nonsense in their fields', async () => {
    proxy.inject(
      Buffer.concat([frame('9999\x001\x00'), frame('1\x00x\x00y\x00z\x00'), frame('5\x00\x00\x00\x00')]),
    );
    const last = await watchlist.value('AAPL', 'last').innerText();
    await expect(watchlist.value('AAPL', 'last')).not.toHaveText(last);
    await expectReady(window);
  });
  await proxy.close();
});
