import { describe, expect, it } from 'vitest';
import {
  debianPackages,
  installLine,
  packageFamily,
  parseOsRelease,
  usesTime64Names,
} from './debian-packages.mjs';

const bookworm = parseOsRelease('ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n');
const noble = parseOsRelease("ID=ubuntu\nID_LIKE=debian\nVERSION_ID='24.04'\nUBUNTU_CODENAME=noble\n");
const fedora = parseOsRelease('ID=fedora\nVERSION_ID=42\n');
const suse = parseOsRelease('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n');
const arch = parseOsRelease('ID=arch\n');

const missing = {
  libraries: ['libasound.so.2', 'libgdk-3.so.0', 'libgtk-3.so.0', 'libnss3.so', 'libsecret-1.so.0'],
  programs: ['Xvfb', 'gnome-keyring-daemon', 'dbus-run-session'],
};

describe('the family of packages', () => {
  it('is read from os-release, also for derived systems', () => {
    expect(packageFamily(bookworm)).toBe('debian');
    expect(packageFamily(parseOsRelease('ID=linuxmint\nID_LIKE="ubuntu debian"'))).toBe('debian');
    expect(packageFamily(fedora)).toBe('rpm');
    expect(packageFamily(suse)).toBe('rpm');
    expect(packageFamily(arch)).toBe('other');
    expect(packageFamily({})).toBe('other');
  });
});

describe('the names after the transition to 64-bit time', () => {
  it.each([
    ['Debian 12', 'ID=debian\nVERSION_ID="12"', false],
    ['Debian 13', 'ID=debian\nVERSION_ID="13"', true],
    ['Debian testing, which has no version', 'ID=debian\nPRETTY_NAME="Debian GNU/Linux sid"', true],
    ['Ubuntu 22.04', 'ID=ubuntu\nVERSION_ID="22.04"\nUBUNTU_CODENAME=jammy', false],
    ['Ubuntu 24.04', 'ID=ubuntu\nVERSION_ID="24.04"\nUBUNTU_CODENAME=noble', true],
    ['a system derived from Ubuntu 22.04', 'ID=linuxmint\nVERSION_ID="21.3"\nUBUNTU_CODENAME=jammy', false],
    ['a system derived from Ubuntu 24.04', 'ID=linuxmint\nVERSION_ID="22"\nUBUNTU_CODENAME=noble', true],
  ])('on %s', (_name, text, expected) => {
    expect(usesTime64Names(parseOsRelease(text))).toBe(expected);
  });
});

describe('the packages for what is missing', () => {
  it('are named once each, as the system names them', () => {
    expect(debianPackages(missing, bookworm).packages).toEqual([
      'dbus',
      'gnome-keyring',
      'libasound2',
      'libgtk-3-0',
      'libnss3',
      'libsecret-1-0',
      'xvfb',
    ]);
    expect(debianPackages(missing, noble).packages).toEqual([
      'dbus',
      'gnome-keyring',
      'libasound2t64',
      'libgtk-3-0t64',
      'libnss3',
      'libsecret-1-0',
      'xvfb',
    ]);
  });

  it('leave nothing out silently', () => {
    expect(debianPackages({ libraries: ['libnovel.so.1'], programs: [] }, bookworm)).toEqual({
      packages: [],
      unknown: ['libnovel.so.1'],
    });
  });
});

describe('the line to run', () => {
  const little = { libraries: ['libnss3.so'], programs: ['Xvfb'] };

  it('uses apt-get, dnf or zypper', () => {
    expect(installLine(little, bookworm)).toBe('sudo apt-get update && sudo apt-get install -y libnss3 xvfb');
    expect(installLine(little, fedora)).toBe("sudo dnf install 'libnss3.so()(64bit)' /usr/bin/Xvfb");
    expect(installLine(little, suse)).toBe("sudo zypper install 'libnss3.so()(64bit)' /usr/bin/Xvfb");
  });

  it('names the libraries where the package manager is unknown', () => {
    expect(installLine(little, arch)).toBe("Install with your system's package manager: libnss3.so, Xvfb");
  });

  it('names what no package is known for', () => {
    expect(installLine({ libraries: ['libnovel.so.1', 'libnss3.so'], programs: [] }, bookworm)).toBe(
      'sudo apt-get update && sudo apt-get install -y libnss3\n  (no package is known for libnovel.so.1)',
    );
  });
});
