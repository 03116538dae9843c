/** Of an answer's body, for whoever looks for the fault. */
const SHOWN_CHARACTERS = 200

/** The beginning of a hostile text, in printable ASCII. */
export function escaped(text: string): string {
  return text
    .slice(0, SHOWN_CHARACTERS)
    .replaceAll(/[^\x20-\x7e]|\\/g, (sign) => JSON.stringify(sign).slice(1, -1))
    .replaceAll(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
