export {
  appendHistory,
  type HistoryEntry,
  type HistoryOptions,
  historyPath,
  readHistory,
} from './history.ts';
export { historyOfRunResults } from './history-of-run.ts';
export { keepLongNodes, readLongNodes } from './long-nodes.ts';
