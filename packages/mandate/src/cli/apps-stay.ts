/** What becomes of connected apps when sessions end (`oidc/what-a-logout-ends.ts`), for the operator. */

export const APPS_STAY = 'apps stay connected, except those with openid and without offline_access'
