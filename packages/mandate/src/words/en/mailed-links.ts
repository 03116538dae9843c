import { phrase } from '../phrase.ts'

/** Pages that are reached by a link in a mail, and the page that asks for one. */
export const mailedLinks = {
  /** A lost password. */
  forgot: {
    link: 'Forgot your password?',
    title: 'Choose a new password',
    about:
      'Enter the e-mail address that you sign in with. We send you a link to choose a new password.',
    button: 'Send the link',
    missing: 'Enter your e-mail address.',
    invalid: 'This is not an e-mail address. Enter one such as name@example.com.',
    sent: 'Check your mail',
    onItsWay: <P>({ email }: { readonly email: P }) =>
      phrase`If ${email} has an account, a mail with a link is on its way.`,
    goodFor: 'The link works once, within 30 minutes.',
    notArrived:
      'If no mail arrives within a few minutes, look in the spam folder and check the address.',
    again: 'Send another mail',
    back: 'Back to sign-in',
  },

  reset: {
    title: 'Choose a new password',
    whatEnds:
      'You will be signed out everywhere. Some apps may sign you out too. Other apps stay connected.',
    done: 'Your password was changed. Sign in with it now.',
  },

  /** From the old address of an account. */
  stopChange: {
    title: 'Keep your address and choose a new password',
    about: <P>({ newEmail }: { readonly newEmail: P }) =>
      phrase`This stops the change of your address to ${newEmail}, or undoes it. If it was not you, somebody else can use your account, so choose a new password.`,
    review:
      'After you have signed in, look under Security and Apps for anything that you do not recognize.',
  },

  /** A link that confirms an address. */
  confirm: {
    title: 'Confirm your address',
    about: <P>({ email }: { readonly email: P }) =>
      phrase`Confirm that ${email} is the address of your account.`,
    instead: <P>({ email, newEmail }: { readonly email: P; readonly newEmail: P }) =>
      phrase`From now on you sign in with ${newEmail} instead of ${email}.`,
    button: 'Confirm',
    taken: <P>({ email }: { readonly email: P }) =>
      phrase`${email} already belongs to another account`,
    notChanged: 'Nothing was changed. Choose another address, or use the other account.',
    confirmed: 'Your address is confirmed',
    signInWith: <P>({ email }: { readonly email: P }) => phrase`You sign in with ${email}.`,
    toAccount: 'Go to your account',
  },

  /** The form for a new password, on every page that has it. */
  passwords: {
    newPassword: 'New password',
    again: 'New password again',
    button: 'Change password',
    hint: ({ characters }: { readonly characters: number }) =>
      `At least ${characters} characters: a few unrelated words, or a password from your password manager.`,
    busy: 'Too many people are signing in at the moment',
    notChanged: 'Your password was not changed. Try again in a few seconds.',
    missing: 'Enter a new password.',
    different: 'The two passwords differ. Enter both again.',
    too_short: ({ characters }: { readonly characters: number }) =>
      `This password is too short. Use at least ${characters} characters.`,
    too_long: 'This password is too long. Use at most 1,024 characters.',
    too_guessable: 'This password is easy to guess. Choose another.',
    leaked: 'This password was found in a data leak, so others may try it. Choose another.',
  },

  over: {
    titles: {
      used: 'This link has been used',
      replaced: 'There is a newer link',
      expired: 'This link has expired',
      withdrawn: 'This link is no longer valid',
      unknown: 'This link is not valid',
    },
    reasons: {
      used: 'A link works only once.',
      replaced: 'You asked for another link after this one. Open the one in the latest mail.',
      expired: 'Links work for a short time only. Nothing was changed.',
      withdrawn: 'The account was changed after the link was sent.',
      unknown: 'Part of it may be missing, or it is very old. Open it from the mail again.',
    },
    next: {
      verify_address: 'Sign in to get a new link if your address still has to be confirmed.',
      reset_password: 'If you still cannot sign in, get a new link.',
      change_address: 'Sign in to see which address your account has.',
      stop_change: 'Sign in to see which address your account has.',
      let_browser_in: 'Sign in again. If you have to wait, you can get a new link there.',
      register: 'If you have no account yet, start again from the sign-in page.',
      invitation: 'Ask the person who invited you for a new invitation.',
    },
    newLink: 'Get a new link',
    signIn: 'Go to sign-in',
  },
}
