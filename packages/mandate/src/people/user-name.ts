/** Names that directories give to their users (`userName` of SCIM). Any text; case does not matter. */

/** The key that all spellings of a name share. */
export function userNameKey(text: string): string {
  // Lower-casing can denormalize again (`İ`), so normalize twice.
  return text.normalize('NFC').toLowerCase().normalize('NFC')
}
