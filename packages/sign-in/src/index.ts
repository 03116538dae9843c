/**
 * `@mandate/sign-in` connects a platform's own login page and user table to a Mandate server. Start
 * at `sign-in.ts`; `login-route.ts` has the route that the platform adds.
 */

export type { ExpressHandler } from './adapters/express.ts'
export type { Asked } from './asked.ts'
export { type ProblemCode, SignInError } from './errors.ts'
export type { Identity, RefusalCode } from './identity.ts'
export type { LoginPageVisit, LoginRoute, Refused, SignedInUser } from './login-route.ts'
export type { SignInOptions } from './options.ts'
export { localPath } from './return-to.ts'
export { createSignIn, type SignIn } from './sign-in.ts'
export type { Change, ChangeReport } from './users/change.ts'
export type { Changed, Users } from './users/users.ts'
