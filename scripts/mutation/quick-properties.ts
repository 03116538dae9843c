/**
 * Loaded before each test file of a mutation run: turns off the shrinking of failed properties. To
 * notice a mutant any failure is enough.
 */

import fc from 'fast-check'

fc.configureGlobal({ endOnFailure: true })
