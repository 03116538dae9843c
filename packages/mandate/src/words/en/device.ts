import { phrase } from '../phrase.ts'

/** The pages on which a person connects a device. */
export const device = {
  title: 'Connect a device',
  about: 'Enter the code that your device shows.',
  aboutLink:
    'The link that you opened contains this code. Continue only if your device shows the same code.',
  code: 'Code',
  codeHint: 'Eight letters, such as WDJB-MJHT. You can leave out the dash and use small letters.',
  goOn: 'Continue',
  warning:
    'Did somebody send you this code, or a link to this page? Then close this page. Whoever sent it would get access to your account.',
  missing: 'Enter the code that your device shows.',
  malformed: 'A code has eight letters and no vowels. Compare it with the code on your device.',
  unknown:
    'No device is waiting for this code. Check that it is typed correctly. If it is, it has expired: start again on the device.',
  used: 'This code has already been used. Start again on the device.',
  wait: <P>({ span }: { readonly span: P }) => phrase`Too many wrong codes. Try again in ${span}.`,
  question: <P>({ client }: { readonly client: P }) =>
    phrase`Connect a device that uses ${client}?`,
  onlyIfYou:
    'Continue only if you just started this yourself, on a device in front of you. If somebody sent you a code or a link, choose “Deny”.',
  codeOnDevice: 'The device shows',
  fromWhere: 'Where from',
  deviceWith: <P>({ client }: { readonly client: P }) => phrase`A device that uses ${client}`,
  fromNetwork: <P>({ network }: { readonly network: P }) =>
    phrase`A device with the network address ${network}`,
  fromAgent: <P>({ agent, network }: { readonly agent: P; readonly network: P }) =>
    phrase`${agent}, network address ${network}`,
  serviceAsked:
    'The app asked on behalf of the device. This site does not know where the device is.',
  asked: <P>({ when }: { readonly when: P }) => phrase`Asked ${when}`,
  elsewhere:
    'This is not the network that you are on. That is normal if the device uses a different connection from this browser. If it is not your device, choose “Deny”.',
  afterwards: 'Whatever you choose, go back to the device afterwards.',
  doneTitle: 'Connected',
  done: 'Go back to your device. It continues by itself within a few seconds. You can close this page.',
  undo: <P>({ account }: { readonly account: (words: string) => P }) =>
    phrase`You can disconnect it at any time in ${account('your account')}.`,
  deniedTitle: 'Not connected',
  denied: 'The device did not get access to your account. You can close this page.',
}
