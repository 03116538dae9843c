/** User names from directories (SCIM's `userName`). Any text, case-insensitive. */

/** The key that all spellings of a name share. */
export function userNameKey(text: string): string {
  // Lower-casing can denormalize again (`İ`), so normalize twice.
  return text.normalize('NFC').toLowerCase().normalize('NFC')
}
