/** Whether an operation or a reader refused because of the operator's role. */
export function isNotPermitted(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotPermitted'
}
