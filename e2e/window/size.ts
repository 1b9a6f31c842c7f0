import { expect } from '@playwright/test';
import type { RunningApp } from '../app/launch';

/** Gives the page exactly this size, whatever the frame of the window takes. */
export async function sizeTo({ electron, window }: RunningApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0),
    [width, height],
  );
  await expect.poll(() => window.evaluate<number[]>('[innerWidth, innerHeight]')).toEqual([width, height]);
}
