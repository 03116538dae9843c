/**
 * The last look at a line of the log, wherever it came from. What is written knows where secrets are
 * and leaves them out; this is for messages of libraries, and for what nobody thought of.
 *
 * A line stays valid JSON: what is taken away holds no quotation mark and no backslash.
 */

/** Anything without one of these has nothing to take away, and most lines are such. */
const SUSPICIOUS =
  /mdt|mandate_|eyJ|@|basic|bearer|passw|secret|token(?:=|%3d)|code(?:=|%3d)|key(?:=|%3d)/i

const RULES: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Tokens and secrets of ours, percent-encoded or not (`grants/token.ts`).
  [/mdt(?:_|%5f)[a-z]{2}(?:_|%5f)[\w%.~-]*/gi, '***'],
  // JSON Web Tokens (RFC 7515 §7.1).
  [/eyJ[\w-]{6,}(?:\.|%2e)[\w.%-]*/gi, '***'],
  // Credentials of HTTP (RFC 9110 §11.4).
  [/\b(basic|bearer)(\s|%20|\+)+[\w+/=.~%-]{6,}/gi, '$1 ***'],
  // The user information of a URL (RFC 3986 §3.2.1).
  [/([a-z][a-z0-9+.-]*:\/{1,2})[^\s"\\/@]*:[^\s"\\]*@/gi, '$1***@'],
  [/(https?:\/\/)[^\s"\\/@?#]+@/gi, '$1***@'],
  // Cookies of ours (RFC 6265 §4.2.1).
  [/(mandate_[a-z]+=)[^\s;,"\\]+/gi, '$1***'],
  // In JSON, in a list of options, or in an environment.
  [/((?:passw(?:or)?d|secret)(?:\\*["'])?\s?[:=]\s?(?:\\*["'])?)(?!\*)[^\s"'\\&;,)]+/gi, '$1***'],
  // Parameters, in a query, a form or a connection string.
  [
    /((?:\b|%[\da-f]{2})(?:\w*_)?(?:password|passwd|secret|token|code|code_verifier|assertion|api_?key))(=|%3d)(?!\*)[^\s&;"'\\,)]+/gi,
    '$1$2***',
  ],
]

/** The line without what looks like a secret. */
export function withoutSecrets(line: string): string {
  if (!SUSPICIOUS.test(line)) return line
  let text = line
  for (const [pattern, instead] of RULES) text = text.replace(pattern, instead)
  return text
}
