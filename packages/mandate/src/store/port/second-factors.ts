/** The verbs behind second factors. */

/** Things that work once. */
export interface UsedOnceStore {
  /**
   * Uses it up. True for one caller only, and never once it has expired (`expiresAt` and `now` in
   * seconds since 1970). The id must never stand for another thing later.
   */
  use(id: string, life: { readonly expiresAt: number; readonly now: number }): Promise<boolean>
}
