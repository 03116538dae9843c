/** Distinguished names: as text (RFC 4514), and as in a certificate. */

/** An attribute: its type as an object identifier, or in upper case if that is not known; its value. */
type Attribute = readonly [type: string, value: string]
/** The relative names, the most significant first, as in a certificate. */
export type DistinguishedName = readonly (readonly Attribute[])[]

/** RFC 4514 §3, RFC 4519, and what certificates have besides. */
const TYPES: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  TITLE: '2.5.4.12',
  BUSINESSCATEGORY: '2.5.4.15',
  POSTALCODE: '2.5.4.17',
  GN: '2.5.4.42',
  ORGANIZATIONIDENTIFIER: '2.5.4.97',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  EMAILADDRESS: '1.2.840.113549.1.9.1',
}
const NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]))

const ATTRIBUTE =
  /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*((?:[^\\",+;<>\0]|\\[ "#+,;<=>\\]|\\[0-9A-Fa-f]{2})*)(?:([,+])|$)/

/** Undefined if the text is not a distinguished name of RFC 4514 §2. */
export function parseName(text: string): DistinguishedName | undefined {
  const names: Attribute[][] = []
  let rest = text
  let separator: string | undefined = ','
  while (separator !== undefined) {
    const [whole = '', type = '', value = '', next] = ATTRIBUTE.exec(rest) ?? []
    if (whole === '') return undefined
    const attribute = [typeOf(type), unescaped(value)] as const
    if (separator === ',') names.push([attribute])
    else names.at(-1)?.push(attribute)
    rest = rest.slice(whole.length)
    separator = next
  }
  // The text begins with the last one (RFC 4514 §2.1).
  return names.toReversed()
}

/** The text of a name, to be compared with a registered one. */
export function writeName(name: DistinguishedName): string {
  return name
    .toReversed()
    .map((relative) =>
      relative.map(([type, value]) => `${NAMES.get(type) ?? type}=${escaped(value)}`).join('+'),
    )
    .join(',')
}

/** Whether both are the same name: case and runs of spaces do not count (RFC 4517 §4.2.15). */
export function isSameName(one: DistinguishedName, other: DistinguishedName): boolean {
  const spelled = (name: DistinguishedName) =>
    JSON.stringify(
      name.map((relative) =>
        relative
          .map(([type, value]) => `${type}=${value.trim().replaceAll(/ +/g, ' ').toLowerCase()}`)
          .toSorted(),
      ),
    )
  return spelled(one) === spelled(other)
}

function typeOf(type: string): string {
  const name = type.toUpperCase()
  return TYPES[name] ?? name
}

function unescaped(value: string): string {
  // A space at the end may be escaped, so it is not simply trimmed.
  const trimmed = value.replace(/(?<!\\) +$/, '')
  const bytes = [...trimmed.matchAll(/\\([0-9A-Fa-f]{2})|\\(.)|([^\\]+)/gs)].map(
    ([, hex, character, plain]) =>
      hex === undefined ? Buffer.from(character ?? plain ?? '') : Buffer.from(hex, 'hex'),
  )
  return Buffer.concat(bytes).toString()
}

function escaped(value: string): string {
  return value
    .replaceAll(/[\\",+;<>]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}
