const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** Whether a text is a scope: case-sensitive tokens separated by single spaces (RFC 6749 §3.3). */
export function isScope(text: string): boolean {
  return SCOPE.test(text)
}
