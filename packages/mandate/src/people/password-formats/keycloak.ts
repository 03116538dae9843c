/**
 * Keycloak's password credentials: `credentialData` and `secretData`, two JSON strings, as in a
 * realm export. The algorithm is PBKDF2 or, since Keycloak 25, Argon2; both are rewritten as PHC
 * strings.
 */

const ALGORITHMS: ReadonlyMap<unknown, string> = new Map([
  ['pbkdf2', 'sha1'],
  ['pbkdf2-sha256', 'sha256'],
  ['pbkdf2-sha512', 'sha512'],
])

/**
 * The PHC string, or undefined if something is missing. Its format decides whether it is accepted.
 */
export function fromKeycloak(exported: Readonly<Record<string, unknown>>): string | undefined {
  const credential = jsonObject(exported['credentialData'])
  const secret = jsonObject(exported['secretData'])
  const { hashIterations: iterations, algorithm } = credential
  const salt = bare(secret['salt'])
  const hash = bare(secret['value'])
  if (!Number.isInteger(iterations) || salt === undefined || hash === undefined) return undefined
  const digest = ALGORITHMS.get(algorithm)
  if (digest !== undefined) return `$pbkdf2-${digest}$i=${iterations}$${salt}$${hash}`
  if (algorithm !== 'argon2') return undefined
  const more = jsonObject(credential['additionalParameters'])
  const [type, version, memory, lanes] = ['type', 'version', 'memory', 'parallelism'].map((name) =>
    String(more[name]),
  )
  const v = version === '1.3' ? 19 : 16
  return `$argon2${type}$v=${v}$m=${memory},t=${iterations},p=${lanes}$${salt}$${hash}`
}

function bare(text: unknown): string | undefined {
  return typeof text === 'string' ? text.replace(/=+$/, '') : undefined
}

/** An object, given directly or as JSON; otherwise an empty one. */
export function jsonObject(value: unknown): Readonly<Record<string, unknown>> {
  let object = value
  try {
    if (typeof value === 'string') object = JSON.parse(value)
  } catch {
    return {}
  }
  return typeof object === 'object' && object !== null && !Array.isArray(object)
    ? (object as Record<string, unknown>)
    : {}
}
