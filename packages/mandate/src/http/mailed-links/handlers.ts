/** Every purpose of mailed links. */

import type { LinkPurpose } from '../../store/tables/mailed-links.ts'
import type { LinkHandler } from './handler.ts'
import { resetPassword } from './reset-password.ts'

export const handlers: { readonly [Purpose in LinkPurpose]?: LinkHandler } = {
  reset_password: resetPassword,
}
