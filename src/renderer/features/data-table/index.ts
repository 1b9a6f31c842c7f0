export { type DataColumn, DataTable } from './data-table';
export { sortNumber } from './sort-values';
