/**
 * Loaded before each test file of a mutation run: a failed property is not made smaller. To notice a
 * mutant it is enough that something fails.
 */

import fc from 'fast-check'

fc.configureGlobal({ endOnFailure: true })
