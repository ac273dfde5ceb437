export {
  appendHistory,
  type HistoryEntry,
  type HistoryOptions,
  historyPath,
  readHistory,
} from './history.ts';
