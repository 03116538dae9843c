/** Every purpose of mailed links. */

import type { LinkPurpose } from '../../store/tables/mailed-links.ts'
import { changeAddress, verifyAddress } from './confirm-address.ts'
import { firstOperator } from './first-operator.ts'
import type { LinkHandler } from './handler.ts'
import { letBrowserIn } from './let-browser-in.ts'
import { register } from './register.ts'
import { resetPassword } from './reset-password.ts'
import { stopChange } from './stop-change.ts'

export const handlers: { readonly [Purpose in LinkPurpose]?: LinkHandler } = {
  reset_password: resetPassword,
  verify_address: verifyAddress,
  change_address: changeAddress,
  stop_change: stopChange,
  let_browser_in: letBrowserIn,
  register,
  invitation: register,
  first_operator: firstOperator,
}
