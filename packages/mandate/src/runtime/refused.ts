/**
 * A server cannot be opened, started or kept running for a reason that the operator can fix: a port
 * in use, a directory that is not writable, workers that keep dying. The message says what to do.
 */
export class RuntimeRefused extends Error {
  override readonly name = 'RuntimeRefused'
}
