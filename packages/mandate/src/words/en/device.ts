import { phrase } from '../phrase.ts'

/** The pages on which a person connects a device. */
export const device = {
  title: 'Connect a device',
  about: 'Type the code that your device shows.',
  aboutLink: 'This code came with a link. Go on only if your device shows the same one.',
  code: 'Code',
  codeHint: 'Eight letters, such as WDJB-MJHT. Capital letters and the dash do not matter.',
  compareHint: 'Compare it with the code on your device.',
  goOn: 'Continue',
  warning:
    'Did somebody send you this code, or a link to this page? Then close it. Whoever sent it would get access to your account.',
  missing: 'Type the code that your device shows.',
  malformed: 'A code has eight letters, and no vowels. Look at your device again.',
  unknown:
    'No device is waiting with this code. It may be mistyped, or too old: then start again on the device.',
  used: 'This code has been used already. Start again on the device.',
  wait: <P>({ span }: { readonly span: P }) => phrase`Too many wrong codes. Try again in ${span}.`,
  question: <P>({ client }: { readonly client: P }) => phrase`Connect a device with ${client}?`,
  onlyIfYou:
    'Go on only if you have just started this yourself, on a device in front of you. If somebody sent you a code or a link, deny it.',
  codeOnDevice: 'The device shows',
  fromWhere: 'From where',
  deviceWith: <P>({ client }: { readonly client: P }) => phrase`A device with ${client}`,
  fromNetwork: <P>({ network }: { readonly network: P }) =>
    phrase`A device in the network ${network}`,
  fromAgent: <P>({ agent, network }: { readonly agent: P; readonly network: P }) =>
    phrase`${agent}, in the network ${network}`,
  serviceAsked: 'The app asked for its device. Where the device is, nobody here knows.',
  asked: <P>({ when }: { readonly when: P }) => phrase`Asked ${when}`,
  elsewhere:
    'This is not the network that you are in. That is normal if the device uses another connection than this browser. If the device is not yours, deny it.',
  afterwards: 'Whatever you choose, go back to the device after that.',
  doneTitle: 'Connected',
  done: 'Go back to your device: it goes on by itself in a few seconds. You can close this page.',
  undo: <P>({ account }: { readonly account: (words: string) => P }) =>
    phrase`You can disconnect it at any time in ${account('your account')}.`,
  deniedTitle: 'Not connected',
  denied: 'The device got no access to your account. You can close this page.',
}
