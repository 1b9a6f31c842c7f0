import { promises as fs } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { silentLogger } from '../platform/logger';
import { createSettingsFile, type SettingsFileSystem } from './settings-file';
import { temporaryDirectory } from './testing/storage-fixture';

const schema = z.object({
  theme: z.enum(['dark', 'light']),
  gateway: z.object({ host: z.string(), port: z.number().int().min(1).max(65_535) }),
  note: z.string().optional(),
});
const strictSchema = z.strictObject({ ...schema.shape, gateway: schema.shape.gateway.strict() });
const defaults: z.infer<typeof schema> = { theme: 'dark', gateway: { host: '127.0.0.1', port: 4002 } };

function settingsIn(directory: string, fileSystem: SettingsFileSystem = fs, usedSchema = schema) {
  const filePath = path.join(directory, 'settings.json');
  const now = () => Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  return {
    filePath,
    file: createSettingsFile({
      path: filePath,
      schema: usedSchema,
      defaults,
      fs: fileSystem,
      log: silentLogger,
      now,
    }),
  };
}

async function readJson(filePath: string): Promise<unknown> {
  return JSON.parse(await fs.readFile(filePath, 'utf8'));
}

describe('the settings file', () => {
  it('is the defaults while there is none', async () => {
    const { file } = settingsIn(temporaryDirectory());
    expect(await file.load()).toEqual({ settings: defaults, origin: { kind: 'missing' } });
  });

  it('gives back what was saved, and keeps the last of several saves', async () => {
    const { file, filePath } = settingsIn(path.join(temporaryDirectory(), 'new'));
    const settings = { theme: 'light' as const, gateway: { host: 'localhost', port: 7497 } };
    await Promise.all([file.save(defaults), file.save({ ...settings, note: 'x' }), file.save(settings)]);
    expect(await file.load()).toEqual({ settings, origin: { kind: 'loaded' } });
    expect(await fs.readdir(path.dirname(filePath))).toEqual(['settings.json']);
  });

  it.each([
    ['no JSON', '{"theme": "dark"'],
    ['empty', ''],
    ['not an object', '[1, 2]'],
    ['wrong in a value', '{"theme":"purple"}'],
    ['out of range', '{"gateway":{"host":"a","port":0}}'],
  ])('that is %s is set aside and named, and the defaults are used', async (_, text) => {
    const { file, filePath } = settingsIn(temporaryDirectory());
    await fs.writeFile(filePath, text);
    const setAside = `${filePath}.bad-20260102T030405678Z`;
    expect(await file.load()).toEqual({
      settings: defaults,
      origin: { kind: 'set-aside', setAside, problem: expect.any(String) },
    });
    expect(await fs.readFile(setAside, 'utf8')).toBe(text);
    await file.save(defaults);
    expect(await readJson(filePath)).toEqual(defaults);
  });

  it('of an older version gets the defaults of what it lacks', async () => {
    const { file, filePath } = settingsIn(temporaryDirectory());
    await fs.writeFile(filePath, '{"gateway":{"port":4001}}');
    const { settings, origin } = await file.load();
    expect(settings).toEqual({ theme: 'dark', gateway: { host: '127.0.0.1', port: 4001 } });
    expect(origin).toEqual({ kind: 'loaded' });
  });

  it.each([
    ['lenient', schema],
    ['strict', strictSchema],
  ])('of a newer version keeps the keys that this one does not know (%s schema)', async (_, usedSchema) => {
    const { file, filePath } = settingsIn(temporaryDirectory(), fs, usedSchema);
    const newer = {
      ...defaults,
      note: 'old',
      density: 'compact',
      gateway: { ...defaults.gateway, tls: { pin: 'abc' } },
    };
    await fs.writeFile(filePath, JSON.stringify(newer));
    expect((await file.load()).origin).toEqual({ kind: 'loaded' });
    await file.save({ theme: 'light', gateway: { host: 'h', port: 1 } });
    expect(await readJson(filePath)).toEqual({
      theme: 'light',
      density: 'compact',
      gateway: { host: 'h', port: 1, tls: { pin: 'abc' } },
    });
  });

  it('with a mark of its byte order is read', async () => {
    const { file, filePath } = settingsIn(temporaryDirectory());
    await fs.writeFile(filePath, `\uFEFF${JSON.stringify(defaults)}`);
    expect((await file.load()).origin).toEqual({ kind: 'loaded' });
  });

  it('stays as it was when the disk is full, and the error says so', async () => {
    const directory = temporaryDirectory();
    await settingsIn(directory).file.save(defaults);
    const full: SettingsFileSystem = {
      ...fs,
      open: () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
    };
    const { file, filePath } = settingsIn(directory, full);
    await expect(file.save({ ...defaults, theme: 'light' })).rejects.toMatchObject({ kind: 'full' });
    expect(await readJson(filePath)).toEqual(defaults);
  });

  it('that cannot be read is left alone', async () => {
    const directory = temporaryDirectory();
    await settingsIn(directory).file.save({ ...defaults, theme: 'light' });
    const forbidden: SettingsFileSystem = {
      ...fs,
      readFile: () => Promise.reject(Object.assign(new Error('permission denied'), { code: 'EACCES' })),
    };
    const { file, filePath } = settingsIn(directory, forbidden);
    expect(await file.load()).toMatchObject({ settings: defaults, origin: { kind: 'unreadable' } });
    await expect(file.save(defaults)).rejects.toMatchObject({ kind: 'io' });
    expect(await readJson(filePath)).toMatchObject({ theme: 'light' });
  });

  it('is never written with settings that are not valid', async () => {
    const { file, filePath } = settingsIn(temporaryDirectory());
    await file.save(defaults);
    const wrong = { ...defaults, gateway: { host: 'h', port: 70_000 } };
    await expect(file.save(wrong)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await readJson(filePath)).toEqual(defaults);
  });
});
