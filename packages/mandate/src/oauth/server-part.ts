/** The interface of a part of the server's metadata, for each feature that adds members. */

import type { ReadingContext } from './context.ts'

/** What the metadata depends on. */
export type Described = Pick<ReadingContext, 'settings' | 'signing' | 'detailTypes'>

/** The members that a feature adds; none while it is off. */
export type ServerPart = (described: Described) => Readonly<Record<string, unknown>>
