/** The list at the side of every account page. A place is listed once its page exists. */

export const places = [
  { name: 'apps', address: '/account' },
  { name: 'security', address: '/account/security' },
  { name: 'sessions', address: '/account/sessions' },
  { name: 'activity', address: '/account/activity' },
  { name: 'profile', address: '/account/profile' },
  { name: 'data', address: '/account/data' },
] as const

/** The name of a place, as in `words/<language>/account-nav.ts`. */
export type AccountPlace = (typeof places)[number]['name']
