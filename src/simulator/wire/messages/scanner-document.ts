import { scanFilters } from '../../world/scanner/scan-filters';
import { type ScanLocation, scanInstruments, scanLocations } from '../../world/scanner/scan-locations';
import { scanTypes } from '../../world/scanner/scan-types';

type Content = string | number | boolean | readonly string[];

/** What can be scanned, where, how and within which bounds, as an XML document in the form of TWS's. */
export function scannerDocument(): string {
  const filterIds = scanFilters.map(({ id }) => id).join(',');
  const types = scanInstruments.map(({ type }) => type).join(',');
  const body = element('ScanParameterResponse', [
    element(
      'InstrumentList',
      scanInstruments.map(({ name, type }) =>
        element('Instrument', [
          element('name', name),
          element('type', type),
          element('filters', filterIds),
          element('group', `${type}.GLOBAL`),
          element('shortName', name),
          element('cloudScanNotSupported', false),
        ]),
      ),
      'varName="instrumentList"',
    ),
    locationTree(scanLocations),
    element(
      'ScanTypeList',
      scanTypes.map(({ code, name }) =>
        element('ScanType', [
          element('displayName', name),
          element('scanCode', code),
          element('instruments', types),
          element('absoluteColumns', false),
          element('Columns', [], 'varName="columns"'),
          element('supportsSorting', true),
          element('respSizeLimit', 2_147_483_647),
          element('snapshotSizeLimit', 2_147_483_647),
          element('searchDefault', false),
          element('access', 'unrestricted'),
        ]),
      ),
      'varName="scanTypeList"',
    ),
    element('SettingList', [], 'varName="settingList"'),
    element(
      'FilterList',
      scanFilters.map(({ id, name, category, above, below }) =>
        element('RangeFilter', [
          element('id', id),
          element('category', category),
          element('histogram', false),
          element('access', 'unrestricted'),
          field(above, `${name} Above`, name),
          field(below, `${name} Below`, name),
        ]),
      ),
      'varName="filterList"',
    ),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

function locationTree(locations: readonly ScanLocation[]): string {
  return element(
    'LocationTree',
    locations.map(({ code, name, instrument, parts }) =>
      element('Location', [
        element('displayName', name),
        element('locationCode', code),
        element('instruments', instrument),
        element('routeExchange', ''),
        element('delayedOnly', false),
        element('access', 'unrestricted'),
        ...(parts.length === 0 ? [] : [locationTree(parts)]),
      ]),
    ),
    'varName="locationTree"',
  );
}

function field(code: string, displayName: string, abbrev: string): string {
  const content = [
    element('code', code),
    element('displayName', displayName),
    element('abbrev', abbrev),
    element('acceptNegatives', true),
    element('dontAllowNegative', false),
    element('skipNotEditableField', true),
    element('master', false),
    element('fraction', false),
  ];
  return element('AbstractField', content, 'type="scanner.filter.DoubleField" varName="abstractField"');
}

function element(name: string, content: Content, attributes = ''): string {
  const inside = typeof content === 'object' ? content.join('') : escaped(String(content));
  return `<${name}${attributes === '' ? '' : ` ${attributes}`}>${inside}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
