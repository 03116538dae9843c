/**
 * A last check of every log line. Our own code leaves secrets out; this catches library messages
 * and oversights.
 *
 * A line stays valid JSON, because removed text contains no quotation mark or backslash.
 */

/** Fast path: a line without any of these has nothing to redact, and most have none. */
const SUSPICIOUS =
  /mdt|mandate_|eyJ|@|basic|bearer|passw|secret|token(?:=|%3d)|code(?:=|%3d)|key(?:=|%3d)|sign_in(?:=|%3d)|continuation(?:=|%3d)|(?:[?&]|%3f|%26)id(?:=|%3d)/i

const RULES: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Our tokens and secrets, percent-encoded or not (`grants/token.ts`).
  [/mdt(?:_|%5f)[a-z]{2}(?:_|%5f)[\w%.~-]*/gi, '***'],
  // JSON Web Tokens (RFC 7515 §7.1).
  [/eyJ[\w-]{6,}(?:\.|%2e)[\w.%-]*/gi, '***'],
  // HTTP credentials (RFC 9110 §11.4).
  [/\b(basic|bearer)(\s|%20|\+)+[\w+/=.~%-]{6,}/gi, '$1 ***'],
  // User information in a URL (RFC 3986 §3.2.1).
  [/([a-z][a-z0-9+.-]*:\/{1,2})[^\s"\\/@]*:[^\s"\\]*@/gi, '$1***@'],
  [/(https?:\/\/)[^\s"\\/@?#]+@/gi, '$1***@'],
  // Our cookies (RFC 6265 §4.2.1).
  [/(mandate_[a-z]+=)[^\s;,"\\]+/gi, '$1***'],
  // In JSON, in a list of options, or in an environment.
  [/((?:passw(?:or)?d|secret)(?:\\*["'])?\s?[:=]\s?(?:\\*["'])?)(?!\*)[^\s"'\\&;,)]+/gi, '$1***'],
  // A sign-in that was handed to the platform, in a query.
  [/((?:[?&]|%3f|%26)id)(=|%3d)(?!\*)[^\s&;"'\\,)]+/gi, '$1$2***'],
  // Parameters, in a query, a form or a connection string.
  [
    /((?:\b|%[\da-f]{2})(?:\w*_)?(?:password|passwd|secret|token|code|code_verifier|assertion|api_?key|sign_in|continuation))(=|%3d)(?!\*)[^\s&;"'\\,)]+/gi,
    '$1$2***',
  ],
]

/** The line with anything that looks like a secret removed. */
export function withoutSecrets(line: string): string {
  if (!SUSPICIOUS.test(line)) return line
  let text = line
  for (const [pattern, instead] of RULES) text = text.replace(pattern, instead)
  return text
}
