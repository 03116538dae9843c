/** What is said to the first operator of a new server, before they can sign in. */

export const firstStartWords = {
  title: 'Set up this server',
  about:
    'You will be its owner: you may do everything in its console, and you can add other operators later.',
  email: 'Your e-mail address',
  emailHint: 'You will sign in with it.',
  name: 'Your name',
  password: 'Choose a password',
  again: 'Password again',
  button: 'Become the owner',
  next: 'Next you sign in, add a passkey or an authenticator app, and set up the rest.',
  problems: {
    email_invalid: 'Enter an e-mail address, such as ada@example.com.',
    email_taken:
      'There is an account with this address. Make its owner an operator on the server instead: mandate operator add',
    name_invalid: 'Enter a name of at most 200 characters, without invisible ones.',
  },
  over: {
    title: 'This server has an owner',
    about:
      'The link was for the first operator, and is not good any more. If you run this server, sign in to the console, or let its owner make you an operator.',
    console: 'Go to the console',
  },
} as const
