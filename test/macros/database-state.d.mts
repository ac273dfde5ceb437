export function databaseState(path: string): Promise<unknown>;
