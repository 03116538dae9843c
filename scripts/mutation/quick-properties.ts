/**
 * Loaded before each test file of a mutation run: properties end after a moment, and a failed one is
 * not made smaller. To notice a mutant it is enough that something fails.
 */

import fc from 'fast-check'

fc.configureGlobal({ interruptAfterTimeLimit: 50, endOnFailure: true })
