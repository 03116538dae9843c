/**
 * For every reason of a refusal, in plain words: what was wrong, and what to do next. The keys are
 * the reasons of `oauth/reasons.ts`; a test fails where one is missing here.
 */

import { clientRemedies } from './remedies/clients.ts'
import { formRemedies } from './remedies/forms.ts'
import { grantRemedies } from './remedies/grants.ts'
import { loginRemedies } from './remedies/logins.ts'
import type { Remedy } from './remedies/remedy.ts'

export const remedies: Readonly<Record<string, Remedy>> = {
  ...formRemedies,
  ...clientRemedies,
  ...loginRemedies,
  ...grantRemedies,
}
