/**
 * The Debian package of each shared library that Electron and keytar load, as Debian 12 names it. Packages in
 * `renamedForTime64` got the suffix `t64` in Debian 13 and Ubuntu 24.04 (the transition to 64-bit time).
 */
const packageOfLibrary = new Map([
  ['libnss3.so', 'libnss3'],
  ['libnssutil3.so', 'libnss3'],
  ['libsmime3.so', 'libnss3'],
  ['libnspr4.so', 'libnspr4'],
  ['libplc4.so', 'libnspr4'],
  ['libplds4.so', 'libnspr4'],
  ['libglib-2.0.so.0', 'libglib2.0-0'],
  ['libgobject-2.0.so.0', 'libglib2.0-0'],
  ['libgio-2.0.so.0', 'libglib2.0-0'],
  ['libgmodule-2.0.so.0', 'libglib2.0-0'],
  ['libatk-1.0.so.0', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0'],
  ['libcups.so.2', 'libcups2'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
  ['libcairo.so.2', 'libcairo2'],
  ['libcairo-gobject.so.2', 'libcairo-gobject2'],
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libgdk-3.so.0', 'libgtk-3-0'],
  ['libgdk_pixbuf-2.0.so.0', 'libgdk-pixbuf-2.0-0'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libpangocairo-1.0.so.0', 'libpangocairo-1.0-0'],
  ['libX11.so.6', 'libx11-6'],
  ['libX11-xcb.so.1', 'libx11-xcb1'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXcursor.so.1', 'libxcursor1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXext.so.6', 'libxext6'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXi.so.6', 'libxi6'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libXrender.so.1', 'libxrender1'],
  ['libXss.so.1', 'libxss1'],
  ['libXtst.so.6', 'libxtst6'],
  ['libxcb.so.1', 'libxcb1'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
  ['libxshmfence.so.1', 'libxshmfence1'],
  ['libgbm.so.1', 'libgbm1'],
  ['libdrm.so.2', 'libdrm2'],
  ['libexpat.so.1', 'libexpat1'],
  ['libudev.so.1', 'libudev1'],
  ['libasound.so.2', 'libasound2'],
  ['libfontconfig.so.1', 'libfontconfig1'],
  ['libfreetype.so.6', 'libfreetype6'],
  ['libuuid.so.1', 'libuuid1'],
  ['libsecret-1.so.0', 'libsecret-1-0'],
  ['libgcrypt.so.20', 'libgcrypt20'],
  ['libstdc++.so.6', 'libstdc++6'],
  ['libgcc_s.so.1', 'libgcc-s1'],
]);

const renamedForTime64 = new Set([
  'libglib2.0-0',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libcups2',
  'libgtk-3-0',
  'libasound2',
]);

/** The Debian package of each program that the tests and the headless start need. */
const packageOfProgram = new Map([
  ['Xvfb', 'xvfb'],
  ['dbus-run-session', 'dbus'],
  ['gnome-keyring-daemon', 'gnome-keyring'],
]);

/**
 * Reads /etc/os-release.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseOsRelease(text) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const line of text.split('\n')) {
    const match = /^([A-Z0-9_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line.trim());
    const key = match?.[1];
    if (match !== null && key !== undefined) values[key] = match[2] ?? match[3] ?? match[4] ?? '';
  }
  return values;
}

/**
 * Which family of packages a system uses.
 * @param {Record<string, string>} osRelease
 * @returns {'debian' | 'rpm' | 'other'}
 */
export function packageFamily(osRelease) {
  const ids = `${osRelease['ID'] ?? ''} ${osRelease['ID_LIKE'] ?? ''}`.toLowerCase().split(/\s+/);
  if (ids.includes('debian') || ids.includes('ubuntu')) return 'debian';
  return ids.some((id) => ['fedora', 'rhel', 'centos', 'suse', 'opensuse'].includes(id)) ? 'rpm' : 'other';
}

/**
 * Whether a system of the Debian family names its libraries with the suffix `t64`.
 * @param {Record<string, string>} osRelease
 */
export function usesTime64Names(osRelease) {
  const older = ['buster', 'bullseye', 'bookworm', 'bionic', 'focal', 'jammy'];
  const codenames = [
    osRelease['DEBIAN_CODENAME'],
    osRelease['UBUNTU_CODENAME'],
    osRelease['VERSION_CODENAME'],
  ];
  if (codenames.some((name) => name !== undefined && older.includes(name))) return false;
  const version = Number.parseFloat(osRelease['VERSION_ID'] ?? '');
  if (Number.isNaN(version)) return true;
  if (osRelease['ID'] === 'debian') return version >= 13;
  return osRelease['ID'] === 'ubuntu' ? version >= 24.04 : true;
}

/**
 * The packages to install for what is missing, sorted, each once; and what no package is known for.
 * @param {{ libraries: readonly string[], programs: readonly string[] }} missing
 * @param {Record<string, string>} osRelease
 * @returns {{ packages: string[], unknown: string[] }}
 */
export function debianPackages(missing, osRelease) {
  const time64 = usesTime64Names(osRelease);
  /** @type {Set<string>} */
  const packages = new Set();
  /** @type {string[]} */
  const unknown = [];
  for (const library of missing.libraries) {
    const name = packageOfLibrary.get(library);
    if (name === undefined) unknown.push(library);
    else packages.add(time64 && renamedForTime64.has(name) ? `${name}t64` : name);
  }
  for (const program of missing.programs) {
    const name = packageOfProgram.get(program);
    if (name === undefined) unknown.push(program);
    else packages.add(name);
  }
  return { packages: [...packages].toSorted(), unknown };
}

/**
 * The line that an administrator runs to install what is missing.
 * @param {{ libraries: readonly string[], programs: readonly string[] }} missing
 * @param {Record<string, string>} osRelease
 */
export function installLine(missing, osRelease) {
  const family = packageFamily(osRelease);
  if (family === 'debian') {
    const { packages, unknown } = debianPackages(missing, osRelease);
    const remark = unknown.length === 0 ? '' : `\n  (no package is known for ${unknown.join(', ')})`;
    return `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}${remark}`;
  }
  const programs = missing.programs.map((program) => `/usr/bin/${program}`);
  if (family === 'rpm') {
    // dnf and zypper find a package by the library or file that it provides.
    const tool = (osRelease['ID_LIKE'] ?? osRelease['ID'] ?? '').includes('suse') ? 'zypper' : 'dnf';
    const wanted = [...missing.libraries.map((library) => `'${library}()(64bit)'`), ...programs];
    return `sudo ${tool} install ${wanted.join(' ')}`;
  }
  return `Install with your system's package manager: ${[...missing.libraries, ...missing.programs].join(', ')}`;
}
