/** The verbs on what remains of a session after its end. */

export interface LogoutStore {
  /**
   * Looks at a bounded number of the account's grants with `openid` whose session has ended, or that
   * somebody else than their client has ended: ends those without `offline_access`, forgets the
   * session of all, and leaves a job for each client that is to be sent a logout token. `everywhere`
   * also takes those whose session was over by time, and their clients end all of the person's
   * sessions. `at` in seconds since 1970. Returns how many grants; 0 if there are no more.
   */
  next(
    accountId: string,
    how: { readonly everywhere: boolean; readonly at: number },
  ): Promise<number>
  /** The ids of clients that the person opened in a session, at most `limit` (1 to 1,000). */
  listClients(
    session: { readonly accountId: string; readonly sid: string },
    limit: number,
  ): Promise<readonly string[]>
}
