import { phrase } from '../phrase.ts'

/** On the account page. */
export const waysIn = {
  title: 'Ways to sign in',
  password: 'Password',
  since: <P>({ day }: { readonly day: P }) => phrase`Connected since ${day}`,
  none: 'Not connected',
  disconnect: <P>({ way }: { readonly way: P }) => phrase`Disconnect ${way}`,
  connect: <P>({ way }: { readonly way: P }) => phrase`Connect ${way}`,
  connected: <P>({ way }: { readonly way: P }) =>
    phrase`${way} is connected. You can sign in with it from now on.`,
  isConnected: <P>({ way }: { readonly way: P }) =>
    phrase`That account at ${way} is already connected. Nothing was changed.`,
  isSomebodyElses: <P>({ way }: { readonly way: P }) =>
    phrase`That account at ${way} is connected to another account here. Nothing was changed.`,
  notConnected: <P>({ way }: { readonly way: P }) =>
    phrase`${way} was not connected. Nothing was changed.`,
  disconnected: <P>({ way }: { readonly way: P }) =>
    phrase`${way} is disconnected. You can no longer sign in with it.`,
  isLast: 'You cannot disconnect your only way to sign in. Connect another one first.',
}
