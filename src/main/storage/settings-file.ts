import path from 'node:path';
import type { promises } from 'node:fs';
import * as z from 'zod';
import type { Logger } from '../platform/logger';
import { fileStamp } from './file-stamp';
import { StorageError, toStorageError } from './storage-error';

/** The calls of `node:fs/promises` that are used. */
export interface SettingsFileSystem extends Pick<typeof promises, 'rename' | 'open' | 'mkdir'> {
  readFile(path: string, encoding: 'utf8'): Promise<string>;
}

/** What was found at the place of the file. */
export type SettingsOrigin =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'missing' }
  /** It made no sense; it is kept under `setAside` (null when it could not be renamed), the defaults hold. */
  | { readonly kind: 'set-aside'; readonly setAside: string | null; readonly problem: string }
  /** It could not be read; it is left alone, and nothing is written over it. The defaults hold. */
  | { readonly kind: 'unreadable'; readonly problem: string };

export interface SettingsLoad<Settings> {
  readonly settings: Settings;
  readonly origin: SettingsOrigin;
}

/** A small JSON file of settings. */
export interface SettingsFile<Settings> {
  /** Reads the file. Never rejects: without a usable file there are the defaults, and the origin says why. */
  load(): Promise<SettingsLoad<Settings>>;
  /**
   * Writes all settings; resolves when they are on the disk. Either the old or the new file is there, whatever happens.
   * Saves are written in their order. @throws {StorageError} `invalid`, `io` or `full` as a rejection
   */
  save(settings: Settings): Promise<void>;
}

export interface SettingsFileOptions<Settings> {
  readonly path: string;
  /** Keys that it does not know, be it strict or not, are kept in the file for the version that does. */
  readonly schema: z.ZodType<Settings>;
  /** Used whole without a file, and for the keys that an older file lacks. */
  readonly defaults: Settings;
  readonly fs: SettingsFileSystem;
  readonly log: Logger;
  /** UTC ms, for the name of a file that is set aside. */
  readonly now: () => number;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Creates the reader and writer of a settings file. */
export function createSettingsFile<Settings>(options: SettingsFileOptions<Settings>): SettingsFile<Settings> {
  const { path: filePath, schema, defaults, fs, log, now } = options;
  let unknownKeys: JsonObject = {};
  let unreadable = false;
  let lastSave: Promise<unknown> = Promise.resolve();

  function usingDefaults(origin: SettingsOrigin): SettingsLoad<Settings> {
    return { settings: defaults, origin };
  }

  async function setAside(problem: string): Promise<SettingsLoad<Settings>> {
    const target = `${filePath}.bad-${fileStamp(now())}`;
    try {
      await fs.rename(filePath, target);
      log.warn('the settings file made no sense and was set aside', { setAside: target, problem });
      return usingDefaults({ kind: 'set-aside', setAside: target, problem });
    } catch (error) {
      unreadable = true;
      log.error('the settings file makes no sense and cannot be renamed', {
        problem,
        error: toStorageError(error).message,
      });
      return usingDefaults({ kind: 'set-aside', setAside: null, problem });
    }
  }

  async function write(settings: Settings): Promise<void> {
    if (unreadable)
      throw new StorageError('io', 'the settings file could not be read, so it is not written over');
    const checked = schema.safeParse(settings);
    if (!checked.success) throw new StorageError('invalid', z.prettifyError(checked.error));
    const text = `${JSON.stringify(overlay(unknownKeys, checked.data), null, 2)}\n`;
    try {
      await fs.mkdir(path.dirname(filePath), { recursive: true, mode: 0o700 });
      await writeDurably(`${filePath}.new`, text, fs);
      await fs.rename(`${filePath}.new`, filePath);
      await syncDirectory(path.dirname(filePath), fs);
    } catch (error) {
      throw toStorageError(error);
    }
  }

  return {
    async load() {
      let text: string;
      try {
        text = await fs.readFile(filePath, 'utf8');
      } catch (error) {
        if (isMissing(error)) return usingDefaults({ kind: 'missing' });
        unreadable = true;
        const problem = toStorageError(error).message;
        log.error('the settings file cannot be read', { problem });
        return usingDefaults({ kind: 'unreadable', problem });
      }
      const json = parseJson(text);
      if (!isObject(json)) return setAside('the file is not a JSON object');
      const known = withoutUnrecognised(json, schema.safeParse(json).error);
      const asItIs = schema.safeParse(known);
      const parsed = asItIs.success ? asItIs : schema.safeParse(overlay(defaults, known));
      if (!parsed.success) return setAside(z.prettifyError(parsed.error));
      unknownKeys = withoutKnown(json, parsed.data);
      return { settings: parsed.data, origin: { kind: 'loaded' } };
    },
    save(settings) {
      const saved = lastSave.then(() => write(settings));
      // The failure of one save is its caller's; the next one is tried all the same.
      lastSave = saved.catch(() => undefined);
      return saved;
    },
  };
}

async function writeDurably(target: string, text: string, fs: SettingsFileSystem): Promise<void> {
  const handle = await fs.open(target, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable; Windows has no such call for folders and does it by itself. */
async function syncDirectory(directory: string, fs: SettingsFileSystem): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    // An editor may have put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Text that is no JSON is treated as a value that is no object.
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `upper` laid over `lower`, member by member through nested objects. */
function overlay(lower: unknown, upper: unknown): unknown {
  if (!isObject(lower) || !isObject(upper)) return upper;
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    merged[key] = Object.hasOwn(lower, key) ? overlay(lower[key], value) : value;
  }
  return merged;
}

/** What was read without the keys that a strict schema refused to know. */
function withoutUnrecognised(read: JsonObject, error: z.ZodError | undefined): JsonObject {
  let rest = read;
  for (const issue of error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') continue;
    for (const key of issue.keys) rest = withoutMember(rest, [...issue.path, key]);
  }
  return rest;
}

function withoutMember(object: JsonObject, [first, ...further]: readonly PropertyKey[]): JsonObject {
  if (typeof first !== 'string' || !Object.hasOwn(object, first)) return object;
  const { [first]: member, ...others } = object;
  if (further.length === 0) return others;
  return isObject(member) ? { ...others, [first]: withoutMember(member, further) } : object;
}

/** The members of what was read that are not in what the schema made of it. */
function withoutKnown(read: JsonObject, known: unknown): JsonObject {
  if (!isObject(known)) return {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(read)) {
    if (!Object.hasOwn(known, key)) {
      rest[key] = value;
    } else if (isObject(value)) {
      const inner = withoutKnown(value, known[key]);
      if (Object.keys(inner).length > 0) rest[key] = inner;
    }
  }
  return rest;
}
