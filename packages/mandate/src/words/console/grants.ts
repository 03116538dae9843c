/** Grants: what people let clients do. */

export const grants = {
  title: 'Grants',
  deletedClient: 'A client that was deleted',
  ended: 'Ended',
  here: 'This grant',
  since: 'since',
  lastUsed: 'last used',
  neverUsed: 'never used',
  show: 'Details',
  end: 'End',
} as const
