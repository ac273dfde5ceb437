/** Runs a write. Node does not say which file it was when a write fails half-way, on a full disk; here its error does. */
export function nameTheFile<Value>(path: string, write: () => Value): Value {
  try {
    return write();
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (failure.syscall !== undefined && failure.path === undefined) {
      failure.path = path;
      failure.message += ` '${path}'`;
    }
    throw error;
  }
}
